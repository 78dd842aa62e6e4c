import Vocabulary
import ZeroMQ

/// Who publishes, and what everybody has under way: so that one who sends much, or takes no replies, harms himself
/// alone.
final class Doors {
    let credit: IntakeCredit
    let turns = Turns()
    private(set) var connections: [Connection] = []
    private var unused: [Int] = []
    private var byKey: [UInt64: Int] = [:]
    private var last: (key: UInt64, index: Int)?
    private var spare: [Parcel] = []
    /// Descriptors on which somebody has connected; the connection they belong to, once it has said something.
    private(set) var peers: [Int32: Int?] = [:]
    /// The loop's clock, in milliseconds, moved once a round.
    var now: Int64 = 0

    /// What a peer may be owed at the moment.
    private var replyLimit: Int

    init(credit: IntakeCredit) {
        self.credit = credit
        replyLimit = credit.replyBytes
    }

    // MARK: Who it is

    /// The connection by which a message came; made when it is new.
    func connection(of message: borrowing Multipart) -> Int {
        let key = Self.key(of: message)
        let index = last?.key == key ? last?.index ?? 0 : find(key, message)
        last = (key, index)
        // The identity is ours and was not on the wire.
        connections[index].read += UInt64(
            message.wireBytes - Multipart.wireBytes(of: message.byteCount(at: 0)))
        connections[index].heardAt = now
        if !peers.isEmpty, connections[index].descriptor < 0 || now - connections[index].linkedAt > 1000 {
            link(index, message.descriptor(at: 1))
        }
        return index
    }

    private func find(_ key: UInt64, _ message: borrowing Multipart) -> Int {
        if let known = byKey[key] { return known }
        let new = Connection(key: key, name: message.hexadecimalIdentity, flow: turns.join())
        let index = unused.popLast() ?? connections.count
        if index == connections.count { connections.append(new) } else { connections[index] = new }
        byKey[key] = index
        return index
    }

    /// Short ids as they are, with their length; longer ones hashed with this process's own seed.
    private static func key(of message: borrowing Multipart) -> UInt64 {
        unsafe message.withUnsafeBytes(at: 0) { identity in
            guard identity.count > 7 else {
                var key = UInt64(identity.count)
                for index in 0..<identity.count { key = key << 8 | UInt64(unsafe identity[index]) }
                return key
            }
            var hasher = Hasher()
            unsafe hasher.combine(bytes: identity)
            return UInt64(bitPattern: Int64(hasher.finalize())) | 1 << 63
        }
    }

    /// A routing id that its publisher chose may come by another connection than before.
    private func link(_ index: Int, _ descriptor: Int32) {
        connections[index].linkedAt = now
        guard descriptor != connections[index].descriptor, let peer = peers[descriptor], peer == nil else {
            return
        }
        if connections[index].descriptor >= 0 {
            lost(connections[index].descriptor)
            // What the new one has sent and taken before is not known apart from the old one's.
            if let traffic = Traffic(of: descriptor) {
                (connections[index].read, connections[index].carriedBeside) = (
                    traffic.received, traffic.taken
                )
            }
        }
        peers[descriptor] = .some(index)
        connections[index].descriptor = descriptor
    }

    /// Requests of one ERP account take turns together, over whichever connections they come.
    private func learn(_ account: UInt64, of index: Int) {
        guard connections[index].parkedRequests == 0 else { return }
        connections[index].account = account
        connections[index].flow = turns.join(account: account, leaving: connections[index].flow)
    }

    // MARK: Who has connected

    func accepted(_ descriptor: Int32) {
        // libzmq does not tell of a connection that it closes itself, as when another takes over its routing id.
        lost(descriptor)
        peers[descriptor] = .some(nil)
    }

    func lost(_ descriptor: Int32) {
        guard let peer = peers.removeValue(forKey: descriptor), let index = peer else { return }
        connections[index].descriptor = -1
        // What is owed to it is gone with it; a newcomer of the same id begins anew.
        (connections[index].read, connections[index].given, connections[index].givenReplies) = (0, 0, 0)
        (connections[index].untaken, connections[index].givenWhenLookedUp) = (0, 0)
        connections[index].carriedBeside = 0
    }

    /// When many take no replies, each of them may be owed less.
    func shareReplies() {
        let stuck = connections.count { $0.owed > IntakeCredit.leastReplyBytes }
        replyLimit = min(
            credit.replyBytes, max(IntakeCredit.leastReplyBytes, credit.replyTotal / max(1, stuck)))
    }

    /// Forgets connections that are gone, or of which nothing was heard for long.
    func forget() {
        for index in connections.indices where byKey[connections[index].key] == index {
            let patience: Int64 = peers.isEmpty ? 600_000 : 10_000
            guard connections[index].descriptor < 0, connections[index].isIdle,
                now - connections[index].heardAt > patience
            else { continue }
            turns.leave(connections[index].flow)
            byKey[connections[index].key] = nil
            unused.append(index)
            last = nil
        }
    }

    // MARK: Credit

    /// Why a request must come again later; nil when it may be taken.
    func objection(to index: Int) -> RequestProblem? {
        if connections[index].parkedBytes >= credit.windowBytes
            || connections[index].parkedRequests >= credit.windowRequests
        {
            return .busy("so much of this connection waits already")
        }
        guard connections[index].owed > replyLimit else { return nil }
        lookUp(index)
        return connections[index].owed > replyLimit
            ? .busy("this connection takes no replies, and so much waits for it") : nil
    }

    /// Whether a request may be served before those that wait.
    ///
    /// - Parameter isLittle: it is small, or not much was done in this round.
    func mayServe(_ index: Int, _ isLittle: Bool) -> Bool {
        isLittle && turns.mayServe(connections[index].flow)
    }

    /// Takes what a request cost off its owner's credit.
    func charge(_ index: Int, _ cost: Int, _ account: UInt64?) {
        turns.charge(connections[index].flow, cost)
        if let account, connections[index].account != account { learn(account, of: index) }
    }

    /// More may be taken off the socket.
    var hasRoom: Bool { turns.parkedBytes < IntakeCredit.waitingBytes }

    /// Whether a reply may be handed over to libzmq.
    func mayGive(_ index: Int) -> Bool {
        guard connections[index].owed > 2 * replyLimit else { return true }
        lookUp(index)
        guard connections[index].owed > 2 * replyLimit else { return true }
        connections[index].droppedReplies += 1
        return false
    }

    func gave(_ index: Int, _ bytes: Int) {
        connections[index].given += UInt64(bytes)
        connections[index].givenReplies += 1
    }

    func replyWaits(_ index: Int, _ bytes: Int) {
        connections[index].waitingReplies += 1
        connections[index].waitingReplyBytes += bytes
    }

    func replyLeft(_ index: Int, _ bytes: Int) {
        connections[index].waitingReplies -= 1
        connections[index].waitingReplyBytes -= bytes
    }

    func answeredBusy(_ index: Int) { connections[index].busyAnswers += 1 }

    /// Asks TCP what the peer has taken.
    private func lookUp(_ index: Int) {
        guard connections[index].descriptor >= 0, let traffic = Traffic(of: connections[index].descriptor)
        else {
            return
        }
        connections[index].lookUp(taken: traffic.taken)
    }

    func lookUp(_ index: Int, _ traffic: Traffic) { connections[index].lookUp(taken: traffic.taken) }

    // MARK: Waiting

    /// Puts a request aside until its turn; the message left in its place is an empty one.
    func park(_ message: inout Multipart, of index: Int) {
        let parcel = spare.popLast() ?? Parcel()
        swap(&parcel.message, &message)
        connections[index].parkedRequests += 1
        connections[index].parkedBytes += parcel.message.wireBytes
        turns.park(parcel, of: index, in: connections[index].flow)
    }

    /// The next request whose turn it is, and whose it is; nil when the round is over.
    func takeNext(into message: inout Multipart) -> Int? {
        guard let parked = turns.takeNext() else { return nil }
        swap(&parked.parcel.message, &message)
        parked.parcel.message.clear()
        if spare.count < 256 { spare.append(parked.parcel) }
        connections[parked.connection].parkedRequests -= 1
        connections[parked.connection].parkedBytes -= message.wireBytes
        return parked.connection
    }

    /// What is to be told, and was not yet.
    func takeNews() -> [DoorNews] {
        var news: [DoorNews] = []
        for index in connections.indices {
            let connection = connections[index]
            if connection.busyAnswers > 0 {
                news.append(.busy(connection: connection.name, count: connection.busyAnswers))
                connections[index].busyAnswers = 0
            }
            if connection.droppedReplies > 0 {
                news.append(.repliesDropped(connection: connection.name, count: connection.droppedReplies))
                connections[index].droppedReplies = 0
            }
        }
        return news
    }
}
