import ZeroMQ

/// Whose request is next, when more wait than can be served at once.
///
/// Deficit round robin, charged afterwards: in each round everybody gets the same credit and is served while he has
/// some; a large request takes it below zero and is paid off in the rounds to come. Everybody is an ERP account with
/// all its connections or, where none is known, a connection.
final class Turns {
    /// A request that waits its turn.
    struct Parked {
        let parcel: Parcel
        let connection: Int
    }

    private struct Flow {
        var credit = IntakeCredit.turn
        var round: UInt64 = 0
        var parked: [Parked] = []
        var first = 0
        /// Connections that belong to it.
        var members = 0
        var account: UInt64?

        var isEmpty: Bool { first == parked.count }
    }

    private var flows: [Flow] = []
    private var unused: [Int] = []
    private var accounts: [UInt64: Int] = [:]
    /// Flows with requests that wait, in the order of their turns, and who is next.
    private var ring: [Int] = []
    private var next = 0
    private var round: UInt64 = 1
    /// Who was served in this round, when it was only one.
    private var onlyOne = -1
    private var isAlone = true
    /// Bytes of all requests that wait.
    private(set) var parkedBytes = 0

    /// Nobody waits.
    var isEmpty: Bool { ring.isEmpty }

    // MARK: Who belongs together

    /// A flow for a connection of which no account is known.
    func join() -> Int {
        let index = unused.popLast() ?? flows.count
        if index == flows.count { flows.append(Flow()) } else { flows[index] = Flow() }
        flows[index].members = 1
        flows[index].round = round
        return index
    }

    /// The account's flow instead of the connection's own. Only for one of which nothing waits.
    func join(account: UInt64, leaving flow: Int) -> Int {
        if flows[flow].account == account { return flow }
        if let known = accounts[account] {
            flows[known].members += 1
            leave(flow)
            return known
        }
        let index = join()
        flows[index].account = account
        flows[index].credit = min(IntakeCredit.turn, flows[flow].credit)
        accounts[account] = index
        leave(flow)
        return index
    }

    func leave(_ flow: Int) {
        flows[flow].members -= 1
        guard flows[flow].members == 0, flows[flow].isEmpty else { return }
        if let account = flows[flow].account { accounts[account] = nil }
        unused.append(flow)
    }

    // MARK: Turns

    /// Whether a request that has just come may be served before those that wait.
    func mayServe(_ flow: Int) -> Bool {
        guard flows[flow].isEmpty else { return false }
        refill(flow)
        if flows[flow].credit > 0 { return true }
        // There is nobody to wait for.
        guard ring.isEmpty, isAlone, onlyOne == flow else { return false }
        flows[flow].credit = IntakeCredit.turn
        return true
    }

    /// Nobody else was served in this round, and nobody waits.
    var servesOne: Bool { isAlone && ring.isEmpty }

    func charge(_ flow: Int, _ cost: Int) {
        flows[flow].credit -= cost
        if onlyOne < 0 { onlyOne = flow } else if onlyOne != flow { isAlone = false }
    }

    func park(_ parcel: Parcel, of connection: Int, in flow: Int) {
        if flows[flow].isEmpty { ring.append(flow) }
        flows[flow].parked.append(Parked(parcel: parcel, connection: connection))
        parkedBytes += parcel.message.wireBytes
    }

    /// The next request that has its turn; nil when the round is over. The next call begins another one.
    func takeNext() -> Parked? {
        var passed = 0
        while passed < ring.count {
            if next >= ring.count { next = 0 }
            let flow = ring[next]
            refill(flow)
            guard flows[flow].credit > 0 else {
                next += 1
                passed += 1
                continue
            }
            let parked = flows[flow].parked[flows[flow].first]
            flows[flow].first += 1
            parkedBytes -= parked.parcel.message.wireBytes
            if flows[flow].isEmpty {
                flows[flow].parked.removeAll(keepingCapacity: flows[flow].parked.capacity < 64)
                flows[flow].first = 0
                ring.remove(at: next)
            } else {
                if flows[flow].first > 64, flows[flow].first * 2 > flows[flow].parked.count {
                    flows[flow].parked.removeFirst(flows[flow].first)
                    flows[flow].first = 0
                }
                next += 1
            }
            return parked
        }
        beginRound()
        return nil
    }

    /// Nobody who waits has credit left: everybody gets some, at least so much that somebody can be served.
    func beginRound() {
        var rounds = 1
        if let richest = ring.map({ flows[$0].credit }).max(), richest <= 0 {
            rounds = max(1, (-richest + IntakeCredit.turn) / IntakeCredit.turn)
        }
        round += UInt64(rounds)
        (onlyOne, isAlone) = (-1, true)
    }

    private func refill(_ flow: Int) {
        let rounds = Int(min(round - flows[flow].round, 1 << 20))
        guard rounds > 0 else { return }
        flows[flow].credit = min(IntakeCredit.turn, flows[flow].credit + rounds * IntakeCredit.turn)
        flows[flow].round = round
    }
}
