import Rulebook
import Testing
import Vocabulary

/// A bound seller with one declared order.
private func ready(to country: String = "ES", now: String = "12:00:00") throws -> World {
    var world = World(now: at(now))
    world.take(bound(), at: at("2023-04-06T02:00:00Z"))
    world.take(try declared(to: country), at: at("00:00:00"))
    return world
}

struct DeadlineTests {
    @Test(arguments: [
        ("03:00:00.000", AnomalyKind?.none), ("04:00:00.000", nil), ("04:00:00.001", .lateUpload),
        ("01:30:00.000", nil),
    ])
    func `R22 two hours to the millisecond, and early is fine`(upload: String, mark: AnomalyKind?) throws {
        var world = try ready()
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at(upload))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == mark)
    }

    @Test func `R22 no number at all is missing, and late once it comes`() throws {
        var world = try ready()
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("12:00:29.999"))
        #expect(world.mark() == nil, "facts in flight get their 30 seconds")
        world.wait(until: at("12:00:30"))
        #expect(world.mark() == .missingUpload)
        world.take(uploaded(), at: at("04:01:00"))
        #expect(world.mark() == .lateUpload)
    }

    @Test func `R22 an intercepted upload does not stop the clock`() throws {
        var world = World()
        world.take(bound(), at: at("00:00:00"))
        world.take(try declared(phone: "612345678"), at: at("00:00:00"))
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at("02:30:00"))
        world.take(try declared(), at: at("04:01:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == .lateUpload)
        #expect(world.verdict()?.status == .compliant)
    }

    @Test func `R23 an upload in time that arrives after the mark withdraws it`() throws {
        var world = try ready()
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == .missingUpload)
        let said = world.take(uploaded(), at: at("03:59:59"))
        #expect(said.map(\.type) == [.validated, .routed, .deadlineWithdrawn])
        #expect(world.mark() == nil)
    }

    @Test func `R23 an earlier handover that arrives later makes a good upload late`() throws {
        var world = try ready()
        world.take(handedOver(), at: at("03:00:00"))
        world.take(uploaded(), at: at("04:30:00"))
        world.wait(until: at("12:30:00"))
        #expect(world.mark() == nil)
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == .lateUpload)
    }

    @Test func `R24 an untrusted clock counts by the log's time`() throws {
        var world = try ready(now: "05:00:00")
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at("03:00:00"), trusted: false)
        world.wait(until: at("13:00:00"))
        #expect(world.verdict()?.firstAcceptedAt == at("05:00:00"))
        #expect(world.mark() == .lateUpload)
    }

    @Test func `R26 warnings come at 60, 30 and 10 minutes left, each once`() throws {
        var world = try ready(now: "02:00:05")
        world.take(handedOver(), at: at("02:00:00"))
        let said = world.wait(until: at("05:00:00"))
        let steps = said.compactMap { payload -> Int32? in
            if case .deadlineApproaching(let it) = payload { it.minutesLeft } else { nil }
        }
        #expect(steps == [60, 30, 10])
        #expect(world.mark() == .missingUpload)
    }

    @Test func `R26 a handover told late gets the tightest warning only`() throws {
        var world = try ready(now: "03:45:00")
        world.take(handedOver(), at: at("02:00:00"))
        let said = world.wait(until: at("03:45:00"))
        #expect(said.count == 1)
        guard case .deadlineApproaching(let warning) = said.first else { return }
        #expect(warning.minutesLeft == 30)
        #expect(warning.deadline == at("04:00:00"))
    }

    @Test func `R26 an accepted number silences the clock`() throws {
        var world = try ready(now: "02:00:05")
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.wait(until: at("13:00:00")) == [])
    }

    @Test(arguments: [
        ("2023-10-31T15:59:59.999Z", AnomalyKind?.none), ("2023-10-31T16:00:00.000Z", .missingUpload),
    ])
    func `R3 the rule begins to the millisecond`(handover: String, mark: AnomalyKind?) throws {
        var world = World()
        world.take(bound(), at: at("2023-10-01T00:00:00Z"))
        world.take(try declared(), at: at("2023-10-31T13:59:59.999Z"))
        world.take(handedOver(), at: at(handover))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == mark)
        #expect(world.verdict()?.status == (mark == nil ? .notApplicable : nil))
    }

    @Test func `R2 another country has no clock`() throws {
        var world = try ready(to: "IT")
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.verdict()?.status == .notApplicable)
        #expect(world.mark() == nil)
    }

    @Test func `R23 a correction to a country without the rule withdraws the mark`() throws {
        var world = try ready()
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == .missingUpload)
        world.take(try declared(to: "IT"), at: at("05:00:00"))
        #expect(world.mark() == nil)
        #expect(world.verdict()?.status == .notApplicable)
    }
}
