/// What is under way between the publishers and the daemon: it may be lost, doubled, late and out of order.
struct Network {
    struct Packet {
        var parts: [[UInt8]]
        /// Rounds it still has to wait.
        var delay: Int
    }

    private(set) var requests: [Packet] = []
    private(set) var replies: [Packet] = []
    private let plan: Plan
    private var dice: Dice
    var isCalm = false

    init(_ plan: Plan, _ dice: Dice) {
        self.plan = plan
        self.dice = dice
    }

    /// To the daemon; the sender's identity comes first.
    mutating func ask(_ parts: [[UInt8]]) { send(parts, \.requests) }

    /// To a publisher; his identity comes first.
    mutating func answer(_ parts: [[UInt8]]) { send(parts, \.replies) }

    private mutating func send(_ parts: [[UInt8]], _ way: WritableKeyPath<Network, [Packet]>) {
        guard isCalm || !dice.chance(plan.drops) else { return }
        let copies = !isCalm && dice.chance(plan.duplicates) ? 2 : 1
        for _ in 0..<copies {
            let delay = !isCalm && dice.chance(plan.delays) ? dice.below(20) : 0
            self[keyPath: way].append(Packet(parts: parts, delay: delay))
        }
    }

    mutating func nextRequest() -> [[UInt8]]? { take(\.requests) }
    mutating func nextReply() -> [[UInt8]]? { take(\.replies) }

    private mutating func take(_ way: WritableKeyPath<Network, [Packet]>) -> [[UInt8]]? {
        guard !self[keyPath: way].isEmpty else { return nil }
        let place = plan.reorders && !isCalm ? dice.below(self[keyPath: way].count) : 0
        if !isCalm, self[keyPath: way][place].delay > 0 {
            self[keyPath: way][place].delay -= 1
            return nil
        }
        return self[keyPath: way].remove(at: place).parts
    }

    /// The daemon is gone: some of what is under way never arrives.
    mutating func disconnect() {
        requests = requests.filter { _ in dice.chance(0.5) }
        replies = replies.filter { _ in dice.chance(0.7) }
    }
}
