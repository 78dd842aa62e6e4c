import Rulebook
import Testing
import Vocabulary

/// Until the third of May 2024 as shipped; from then on ninety minutes, and Brazil must comply.
private let second: Rulebook = {
    var rules = RulebookFile.shipped.rules
    rules.identity = "second@00000000"
    rules.effectiveFrom = at("2024-05-03T00:00:00Z")
    rules.clock.uploadWindow = .minutes(90)
    if let brazil = Country("BR") {
        rules.mandate.countries.append(
            Mandate.Entry(country: brazil, validity: Validity(from: rules.effectiveFrom)))
    }
    return rules
}()

private func world() -> World {
    var world = World(now: at("2024-05-02T00:00:00Z"))
    world.activate(second)
    world.take(bound(), at: at("2023-04-06T02:00:00Z"))
    return world
}

struct RulebooksOverTimeTests {
    @Test(arguments: [
        ("2024-05-02T23:59:59.999Z", "firstmile-2023-11", AnomalyKind?.none),
        ("2024-05-03T00:00:00Z", "second", .lateUpload),
    ])
    func `an order is judged by the rulebook in force at its handover`(
        handover: String, rulebook: String, mark: AnomalyKind?
    ) throws {
        var world = world()
        let start = at(handover)
        world.take(try declared(), at: start - .minutes(30))
        world.take(handedOver(), at: start)
        world.take(uploaded(), at: start + .minutes(100))
        world.wait(until: start + .minutes(200))
        #expect(world.mark() == mark)
        // The upload itself came under the second one either way.
        #expect(world.verdict()?.rulebook?.text.hasPrefix("second@") == true, "\(rulebook)")
    }

    @Test(arguments: [("2024-05-02T12:00:00Z", Verdict.notApplicable), ("2024-05-03T12:00:00Z", .pass)])
    func `a country that a later rulebook adds must comply from then on`(time: String, verdict: Verdict)
        throws
    {
        var world = world()
        world.take(try declared(to: "BR"), at: at(time))
        world.take(uploaded(), at: at(time))
        #expect(world.verdict()?.verdict == verdict)
    }

    @Test func `a rulebook that begins when another does takes its place`() throws {
        var world = world()
        var third = second
        third.identity = "third@00000000"
        world.activate(third)
        world.take(try declared(), at: at("2024-05-04T00:00:00Z"))
        world.take(uploaded(), at: at("2024-05-04T00:00:00Z"))
        #expect(world.verdict()?.rulebook == "third@00000000")
    }

    @Test func `before the first rulebook begins the first one answers`() throws {
        var world = world()
        world.take(try declared(), at: at("2023-01-04T00:00:00Z"))
        world.take(uploaded(), at: at("2023-01-04T00:00:00Z"))
        #expect(world.verdict()?.verdict == .notApplicable)
    }
}
