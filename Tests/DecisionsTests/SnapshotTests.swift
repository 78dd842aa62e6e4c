import Rulebook
import Testing
import Vocabulary

@testable import Decisions

/// The gate's state as bytes, and back.
struct SnapshotTests {
    @Test(arguments: 1...150)
    func `a state read from its bytes goes on like the one that was folded from the first fact`(
        seed: UInt64
    ) throws {
        var dice = SplitMix(seed: seed)
        let log = try history(&dice)
        var one = Fold(log[...])
        let cut = Int.random(in: 0...log.count, using: &dice)
        var other = Fold(log[..<cut])
        let bytes = try bytes(of: &other.state)
        other.state = try state(bytes, readingAtOnce: Int.random(in: 1...5000, using: &dice))
        for recorded in log[cut...] { other.take(recorded) }
        #expect(one.state.text == other.state.text, "seed \(seed), cut at \(cut)")

        // What follows is decided alike, also when orders leave and come back.
        for recorded in try following(log, &dice) {
            #expect(one.decide(recorded) == other.decide(recorded), "seed \(seed), cut at \(cut)")
        }
        let later = at("2024-05-09T00:00:00Z")
        #expect(one.rung(at: later) == other.rung(at: later), "seed \(seed), cut at \(cut)")
        #expect(one.left() == other.left(), "seed \(seed), cut at \(cut)")
        #expect(one.state.text == other.state.text, "seed \(seed), cut at \(cut)")
    }

    @Test(arguments: 1...20)
    func `a state read and written again has the same bytes`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        var fold = Fold(try history(&dice)[...])
        let first = try bytes(of: &fold.state)
        var back = try state(first, readingAtOnce: 1 << 20)
        #expect(try bytes(of: &back) == first, "seed \(seed)")
    }

    @Test func `a snapshot stays what it was while the state goes on`() throws {
        var dice = SplitMix(seed: 3)
        let log = try history(&dice)
        var fold = Fold(log[..<(log.count / 2)])
        let expected = try bytes(of: &fold.state)
        let snapshot = fold.state.snapshot()
        for recorded in log[(log.count / 2)...] { fold.take(recorded) }
        _ = fold.left()
        #expect(try bytes(of: snapshot) == expected)
    }

    @Test func `bytes that end early are refused`() throws {
        var dice = SplitMix(seed: 1)
        var fold = Fold(try history(&dice)[...])
        let bytes = try bytes(of: &fold.state)
        for _ in 0..<50 {
            let end = Int.random(in: 0..<bytes.count, using: &dice)
            #expect(throws: SnapshotError.self) {
                _ = try state(Array(bytes[..<end]), readingAtOnce: 1 << 20).openOrders
            }
        }
    }

    // MARK: Bytes

    private func bytes(of state: inout GateState) throws -> [UInt8] { try bytes(of: state.snapshot()) }

    private func bytes(of snapshot: GateSnapshot) throws -> [UInt8] {
        let pages = Pages()
        try unsafe snapshot.write { unsafe pages.bytes.append(contentsOf: $0) }
        return pages.bytes
    }

    private func state(_ bytes: [UInt8], readingAtOnce most: Int) throws -> GateState {
        let pages = Pages()
        pages.bytes = bytes
        var reader = unsafe SnapshotReader { unsafe pages.read(into: $0, most) }
        return try GateState(reading: &reader)
    }

    private final class Pages {
        var bytes: [UInt8] = []
        private var next = 0

        func read(into room: UnsafeMutableRawBufferPointer, _ most: Int) -> Int {
            var done = 0
            while done < room.count, next < bytes.count {
                let count = min(most, room.count - done, bytes.count - next)
                unsafe room[done..<done + count].copyBytes(from: bytes[next..<next + count])
                next += count
                done += count
            }
            return done
        }
    }

    // MARK: Histories

    /// Facts of several sellers and orders, in any order of arrival, with everything that was decided on them.
    private func history(_ dice: inout SplitMix) throws -> [Recorded] {
        var facts: [(Payload, Instant)] = []
        let orders = try (0..<Int.random(in: 1...30, using: &dice)).map { number in
            OrderID(try #require(Token("81900000\(number)")))
        }
        let numbers = try (0..<20).map { TrackingNumber(try #require(Token("LP0061234567\(1000 + $0)"))) }
        for _ in 0..<Int.random(in: 5...200, using: &dice) {
            let moment = at("00:00:00") + .minutes(Int64.random(in: 0..<900, using: &dice))
            let order = try #require(orders.randomElement(using: &dice))
            facts.append((try anyFact(of: order, numbers, &dice), moment))
        }
        facts.append((bound(), at("2024-04-06T02:00:00Z")))
        var world = World()
        for (payload, time) in facts.shuffled(using: &dice) {
            world.take(payload, at: time, trusted: Int.random(in: 0..<4, using: &dice) > 0)
            if Int.random(in: 0..<20, using: &dice) == 0 { world.wait(until: world.now + .minutes(20)) }
        }
        return world.log
    }

    private func anyFact(of order: OrderID, _ numbers: [TrackingNumber], _ dice: inout SplitMix) throws
        -> Payload
    {
        let number = try #require(numbers.randomElement(using: &dice))
        let request = try #require(Token("r-\(Int.random(in: 0..<5, using: &dice))"))
        switch Int.random(in: 0..<14, using: &dice) {
        case 0..<4:
            let country = Int.random(in: 0..<5, using: &dice) == 0 ? "IT" : "ES"
            let battery = Int.random(in: 0..<4, using: &dice) == 0
            return try declared(order, to: country) {
                $0.battery = battery
                if battery { $0.category = "battery-products" }
                $0.weight = Grams(250)
            }
        case 4, 5: return handedOver(order)
        case 6..<9: return uploaded(number, for: order)
        case 9: return voided(number, for: order)
        case 10: return .delivered(Delivered(orderID: order))
        case 11:
            var it = ExemptionRequested(requestID: request, sellerID: store)
            if Bool.random(using: &dice) { it.orderID = order } else { it.category = "battery-products" }
            it.documents = [.materialProof, .msds, .carrierQualification]
            return .exemptionRequested(it)
        case 12:
            let isApproved = Bool.random(using: &dice)
            return .exemptionDecided(
                ExemptionDecided(requestID: request, decision: isApproved ? .approved : .rejected))
        default:
            let provider: ProviderID = Bool.random(using: &dice) ? "cainiao" : "yanwen"
            return Bool.random(using: &dice)
                ? bound(provider)
                : .providerCertified(ProviderCertified(provider: provider))
        }
    }

    private func following(_ log: [Recorded], _ dice: inout SplitMix) throws -> [Recorded] {
        let more = try history(&dice).filter { $0.origin == .fact }
        return more.enumerated().map { index, recorded in
            var recorded = recorded
            recorded.position = Position(UInt64(log.count + index))
            recorded.recordedAt = at("2024-05-08T00:00:00Z")
            return recorded
        }
    }
}

/// A state folded from records as the write path folds them.
private struct Fold: ~Copyable {
    var state = GateState()
    let gate = Gate(rules: RulebookFile.shipped.rules, phones: NumberingPlan(), goods: SmallIndex())

    init(_ log: ArraySlice<Recorded>) {
        for recorded in log { take(recorded) }
    }

    mutating func take(_ recorded: Recorded) {
        state.evolve(with: recorded)
        guard let order = recorded.event.payload.orderID else { return }
        gate.arm(order, in: &state, at: recorded.recordedAt)
    }

    mutating func decide(_ fact: Recorded) -> [Decision] {
        take(fact)
        var decisions: [Decision] = []
        gate.decide(after: fact, given: state, into: &decisions)
        record(decisions, at: fact.recordedAt)
        return decisions
    }

    mutating func rung(at now: Instant) -> [Decision] {
        var rung: [Decision] = []
        var decisions: [Decision] = []
        while let order = gate.due(at: now, in: &state, into: &decisions) {
            record(decisions, at: now)
            gate.arm(order, in: &state, at: now)
            rung += decisions
            decisions = []
        }
        return rung
    }

    private mutating func record(_ decisions: [Decision], at now: Instant) {
        for decision in decisions {
            take(
                Recorded(
                    position: decision.cause, recordedAt: now, origin: .decision, cause: decision.cause,
                    event: Event(time: decision.time, payload: decision.payload)))
        }
    }

    /// Sends finished and idle orders out of memory; gives back their bytes.
    mutating func left() -> [[UInt8]] {
        var left: [[UInt8]] = []
        while let cold = state.takeFinished(keeping: 3) { left.append(cold.bytes) }
        for _ in 0..<20 {
            if let cold = state.takeIdle(since: at("2024-05-20T00:00:00Z")) { left.append(cold.bytes) }
        }
        return left
    }
}

extension GateState {
    /// Everything in it, whatever the order of its tables.
    fileprivate var text: [String] {
        var lines: [String] = []
        let taken = (0..<orders.slots).filter { orders.isTaken($0) }
        for slot in taken {
            lines.append(String(describing: orders[slot]))
            for move in orders[slot].moves {
                lines.append("\(move.number): \(String(describing: claim(on: move.key)))")
            }
        }
        for (pair, slots) in waiting.orders {
            lines.append("waiting \(pair): \(slots.map { orders[Int($0)].id }.sorted())")
        }
        lines += bindings.map { "bound \($0.key): \($0.value)" }
        lines += certifications.map { "certified \($0.key): \($0.value)" }
        lines += exemptions.cases.map { "asked \($0.key): \($0.value)" }
        lines += exemptions.ofCategory.map { "of category \($0.key): \($0.value)" }
        lines += exemptions.exemptible.map { "exemptible \($0.key): \($0.value.sorted())" }
        lines += acceptedOrders.map { "accepted \($0.key): \($0.value)" }
        lines.append("unrequested \(exemptions.unrequested)")
        lines.append(
            "finished \(finished[nextFinished...]), idle \(nextIdle), \(orders.count) of \(orders.slots)")
        lines.append("\(claims.count) claims")
        return lines.sorted()
    }
}
