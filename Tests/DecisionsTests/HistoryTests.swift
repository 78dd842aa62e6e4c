import Decisions
import Testing
import Vocabulary

/// Replays the same facts in many orders of arrival.
struct HistoryTests {
    @Test(arguments: 1...300)
    func `the order of arrival never changes how an order ends`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let facts = try history(&dice)
        let expected = outcome(of: facts)
        for _ in 0..<6 {
            let shuffled = facts.shuffled(using: &dice)
            #expect(outcome(of: shuffled) == expected, "seed \(seed)")
        }
    }

    @Test(arguments: 1...100)
    func `a state folded from the log decides like the one that wrote it`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let facts = try history(&dice)
        var world = World()
        for (payload, time) in facts.shuffled(using: &dice) { world.take(payload, at: time) }
        world.wait(until: at("2024-05-08T00:00:00Z"))

        var folded = GateState()
        for recorded in world.log { folded.evolve(with: recorded) }
        let last = Recorded(
            position: Position(UInt64(world.log.count)), recordedAt: world.now, origin: .fact, cause: nil,
            event: Event(time: at("10:00:00"), payload: uploaded("LP00612345678999")))
        var (one, other): ([Decision], [Decision]) = ([], [])
        var original = world.state
        original.evolve(with: last)
        folded.evolve(with: last)
        world.gate.decide(after: last, given: original, into: &one)
        world.gate.decide(after: last, given: folded, into: &other)
        #expect(one == other, "seed \(seed)")
    }

    @Test(arguments: 1...300)
    func `leaving memory between any two facts changes nothing`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let facts = try history(&dice).shuffled(using: &dice)
        var world = World()
        for (payload, time) in facts {
            world.take(payload, at: time)
            world.forgetIdle()
        }
        world.wait(until: at("2024-05-08T00:00:00Z"))
        #expect(outcome(world) == outcome(of: facts), "seed \(seed)")
    }

    private struct Outcome: Equatable {
        var status: ComplianceStatus
        var firstAcceptedAt: Instant?
        var open: [FindingCode]
        var mark: AnomalyKind?
    }

    private func outcome(of facts: [(Payload, Instant)]) -> Outcome {
        var world = World()
        for (payload, time) in facts { world.take(payload, at: time) }
        world.wait(until: at("2024-05-08T00:00:00Z"))
        return outcome(world)
    }

    private func outcome(_ world: borrowing World) -> Outcome {
        let verdict = world.verdict()
        return Outcome(
            status: verdict?.status ?? .awaitingNumber, firstAcceptedAt: verdict?.firstAcceptedAt,
            open: verdict?.open.map(\.code) ?? [],
            mark: world.mark())
    }

    /// Declarations, handovers, one number uploaded once or again, perhaps voided and replaced: no two at a time.
    private func history(_ dice: inout SplitMix) throws -> [(Payload, Instant)] {
        var minutes = Array(0..<600).shuffled(using: &dice)
        var moment: Instant { at("00:00:00") + .minutes(Int64(minutes.popLast() ?? 0)) }
        var facts: [(Payload, Instant)] = [(bound(), at("2024-04-06T02:00:00Z"))]
        for _ in 0...Int.random(in: 0...2, using: &dice) {
            let phone: Token = Bool.random(using: &dice) ? "+34612345678" : "612345678"
            let country = Int.random(in: 0..<5, using: &dice) == 0 ? "IT" : "ES"
            facts.append((try declared(to: country, phone: phone), moment))
        }
        for _ in 0..<Int.random(in: 0...2, using: &dice) { facts.append((handedOver(), moment)) }
        for _ in 0..<Int.random(in: 0...2, using: &dice) { facts.append((uploaded(), moment)) }
        if Int.random(in: 0..<3, using: &dice) == 0 { facts.append((voided(), moment)) }
        return facts
    }
}

/// A small seeded generator, so that a failing seed can be replayed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
