import Vocabulary
import Wire

/// A WMS or an ERP: says its events, waits for answers, says again what was not answered, and sometimes nonsense.
final class Publisher {
    let identity: [UInt8]
    private let source: String
    /// A REQ socket: an empty frame comes before the request.
    private let delimits: Bool
    private let plan: Plan
    private var dice: Dice
    private(set) var sayings: [Saying] = []
    private var count = 0
    private let correlations: () -> UInt64

    init(_ number: Int, _ plan: Plan, _ dice: Dice, correlations: @escaping () -> UInt64) {
        identity = [0, UInt8(number), 7]
        source = "erp/\(number)"
        self.plan = plan
        self.dice = dice
        self.correlations = correlations
        delimits = self.dice.chance(0.3)
    }

    /// Has something new to say.
    func learn(_ facts: inout FactMaker, now: Instant) {
        let (payload, age) = facts.next()
        count += 1
        var id = "e\(count)"
        // The same id for something else: a publisher's mistake.
        if dice.chance(plan.conflicts), let other = sayings.randomElement(using: &dice) { id = other.id }
        sayings.append(
            Saying(
                payload, id: id, source: source, time: now - age,
                sequence: dice.chance(0.3) ? UInt64(count) : nil))
    }

    /// What it says next: the frames of a request and the events in it; nil when it has nothing to say.
    ///
    /// - Parameter mayRepeat: also says again what was acknowledged.
    func speak(mayRepeat: Bool) -> (parts: [[UInt8]], request: Request)? {
        var chosen: [Saying] = []
        for _ in 0..<dice.within(1...plan.batch) {
            let isAgain = mayRepeat && dice.chance(plan.repeats)
            let candidates = isAgain ? sayings : sayings.filter { !$0.isSettled }
            guard let first = candidates.first else { break }
            // Mostly in order, as they happened.
            let next = dice.chance(0.7) ? candidates.first { it in !chosen.contains { $0 === it } } : nil
            chosen.append(next ?? (dice.chance(0.9) ? dice.pick(candidates) : first))
        }
        guard !chosen.isEmpty else { return nil }
        let isJSON = dice.chance(plan.asJSON)
        var frames: [[UInt8]] = []
        let type: ContentType
        if isJSON {
            type = dice.chance(0.5) ? .json : .jsonBatch
            frames = type == .json ? chosen.map(\.json) : pieces(chosen).map(Self.array)
        } else {
            type = .protobuf
            frames = pieces(chosen).map { piece in
                var bytes: [UInt8] = []
                RecordEncoder.batch(of: piece.map(\.record), into: &bytes)
                return bytes
            }
        }
        for saying in chosen { saying.isSent = true }
        return envelope("firstmile/1 PUBLISH", type.rawValue, frames, chosen)
    }

    /// Something that no event may come of.
    func babble() -> (parts: [[UInt8]], request: Request) {
        let noise = (0..<dice.within(0...60)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        let wrong = dice.pick([
            "{", "[]", "[1,2]", "{\"specversion\":\"1.0\",\"id\":\"x\"}",
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"s\",\"type\":\"firstmile.delivered.v1\",\"time\":\"2024-05-06T00:00:00Z\",\"data\":{}}",
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"s\",\"type\":\"firstmile.deadline-missed.v1\",\"time\":\"2024-05-06T00:00:00Z\",\"data\":{\"orderId\":\"1\"}}",
        ])
        let frame = dice.chance(0.5) ? noise : Array(wrong.utf8)
        let type = dice.pick(ContentType.allCases).rawValue
        return switch dice.below(6) {
        case 0: envelope("firstmile/1 PING", "", [], [])
        case 1: envelope("firstmile/2 PUBLISH", type, [frame], [])
        case 2: envelope("firstmile/1 PUBLISH", "text/plain", [frame], [])
        case 3: envelope("firstmile/1 PUBLISH", type, [], [])
        default: envelope("firstmile/1 PUBLISH", type, [frame], [])
        }
    }

    private func envelope(
        _ verb: String, _ type: String, _ frames: [[UInt8]], _ sayings: [Saying]
    ) -> (parts: [[UInt8]], request: Request) {
        let correlation = correlations()
        var parts = [identity]
        if delimits { parts.append([]) }
        parts += [Array(verb.utf8), Array(String(correlation).utf8), Array(type.utf8)]
        return (parts + frames, Request(correlation: correlation, sayings: sayings))
    }

    /// The same events over one or several frames.
    private func pieces(_ all: [Saying]) -> [[Saying]] {
        let cut = dice.chance(0.3) ? dice.below(all.count) : 0
        return cut == 0 ? [all] : [Array(all[..<cut]), Array(all[cut...])]
    }

    private static func array(_ sayings: [Saying]) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (number, saying) in sayings.enumerated() {
            if number > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += saying.json
        }
        return bytes + [UInt8(ascii: "]")]
    }
}

/// What was asked, to hold an answer to it.
struct Request {
    let correlation: UInt64
    /// The events in it, in order; none in nonsense.
    let sayings: [Saying]
}
