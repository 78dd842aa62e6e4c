import EventLog
import Vocabulary
import Wire
import ZeroMQ

/// What the feed's thread keeps between rounds: who asks, for what, and how far it is. It reads the log and writes only
/// the positions of consumers.
final class FeedLoop {
    let log: EventLog
    let fetcher: Fetcher
    let book: ConsumerBook
    let peers = Peers()
    private let store: ConsumerStore
    private let stored: StoredNews
    let version: String
    let reader = FeedRequestReader()
    let onNews: @Sendable (FeedNews) -> Void

    /// The monotonic clock and the wall clock, in milliseconds and nanoseconds; moved once a round.
    var now: Int64 = 0
    var time: Int64 = 0

    /// Fetches that have something to read, in the order of their turns.
    private var running: [Fetch] = []
    /// Fetches that wait for the log to grow.
    private var waiting: [Fetch] = []
    /// Fetches of peers that take no replies.
    private var held: [Fetch] = []
    private var heldLookedAt: Int64 = 0
    /// So much was not taken by everybody that replies must be small.
    private var isCrowded = false
    private var countedAt: Int64 = 0
    /// Of all requests that wait.
    private var waitingBytes = 0
    /// What of the log those in `waiting` have looked through.
    private var seen: UInt64 = 0
    /// Members who wait for the next generation, by consumer.
    var joining: [String: [(member: String, address: Address)]] = [:]
    /// Replies that promise what is not on disk yet, and those whose disk write is under way.
    private var promised: [FeedMessage] = []
    private var beingStored: (messages: [FeedMessage], changes: [String])?
    private var storedAt: Int64 = 0
    private(set) var outbox: [FeedMessage] = []
    /// Counted by this thread alone.
    var counted = FeedFigures()

    init(
        log: EventLog, readers: Readers, store: ConsumerStore, wakeUp: WakeUp, version: String,
        onNews: @escaping @Sendable (FeedNews) -> Void
    ) throws {
        (self.log, self.store, self.version, self.onNews) = (log, store, version, onNews)
        stored = StoredNews(wakeUp)
        fetcher = Fetcher(readers)
        book = ConsumerBook(try store.load())
    }

    // MARK: Replies

    func reply(_ address: Address, _ verb: StaticString, _ json: String) {
        outbox.append(message(address, verb, json))
    }

    private func message(_ address: Address, _ verb: StaticString, _ json: String) -> FeedMessage {
        FeedMessage(
            address: address, verb: verb, contentType: FeedRequest.contentType, frames: [Array(json.utf8)])
    }

    func refuse(_ address: Address, _ problem: FeedProblem) {
        counted.problems[problem.code, default: 0] += 1
        outbox.append(
            FeedMessage(
                address: address, verb: "firstmile/1 ERROR", contentType: FeedProblem.contentType,
                frames: [problem.json]))
    }

    /// Sent when what changed until now is on disk.
    func promise(_ address: Address, _ verb: StaticString, _ json: String) {
        promised.append(message(address, verb, json))
    }

    /// The replies that are ready.
    func takeOutbox() -> [FeedMessage] {
        defer { outbox.removeAll(keepingCapacity: true) }
        return outbox
    }

    // MARK: Fetches

    /// Takes a fetch in, unless too much waits.
    func begin(_ fetch: Fetch) {
        guard waitingBytes + fetch.cost <= FeedLimits.waitingBytes else {
            return refuse(fetch.address, .crowded)
        }
        waitingBytes += fetch.cost
        running.append(fetch)
    }

    /// Gives everybody a turn.
    func turn() {
        wakeWaiting()
        guard !running.isEmpty else { return }
        if now - countedAt >= 100 {
            countedAt = now
            isCrowded = peers.untaken > FeedLimits.untakenTotal
        }
        var next: [Fetch] = []
        for fetch in running {
            let peer = fetch.address.peer
            // Each fetches one after the other, whatever it asked for at once.
            if peer.work !== fetch {
                guard peer.takesReplies else {
                    held.append(fetch)
                    continue
                }
                guard peer.work == nil else {
                    next.append(fetch)
                    continue
                }
                peer.work = fetch
                if isCrowded { fetch.maxBytes = min(fetch.maxBytes, FeedLimits.smallReply) }
            }
            do {
                switch try fetcher.turn(fetch, durable: log.durable) {
                case .goesOn: next.append(fetch)
                case .done: finish(fetch)
                case .atEnd:
                    if fetch.events > 0 || now >= fetch.deadline { finish(fetch) } else { wait(fetch) }
                }
            } catch {
                end(fetch)
                onNews(.unreadable(position: fetch.next, reason: "\(error)"))
                refuse(fetch.address, .unavailable("the log cannot be read at \(fetch.next): \(error)"))
            }
        }
        running = next
    }

    private func wait(_ fetch: Fetch) {
        // Whoever waits has looked up to here at least.
        seen = waiting.isEmpty ? fetch.next : min(seen, fetch.next)
        fetch.address.peer.work = nil
        waiting.append(fetch)
    }

    /// Those for whom there is news, or who waited long enough.
    private func wakeWaiting() {
        if now - heldLookedAt >= 20, !held.isEmpty {
            heldLookedAt = now
            running += held
            held = []
        }
        guard !waiting.isEmpty else { return }
        if log.durable > seen {
            running += waiting
            waiting = []
        } else if waiting.contains(where: { $0.deadline <= now }) {
            running += waiting.filter { $0.deadline <= now }
            waiting.removeAll { $0.deadline <= now }
        }
    }

    private func end(_ fetch: Fetch) {
        waitingBytes -= fetch.cost
        if fetch.address.peer.work === fetch { fetch.address.peer.work = nil }
    }

    private func finish(_ fetch: Fetch) {
        end(fetch)
        let durable = log.durable
        var header = BatchHeader(
            from: Position(fetch.from), next: Position(fetch.next), end: Position(max(durable, fetch.next)),
            events: fetch.events, lagMilliseconds: lag(fetch, durable), rejoin: false)
        if let group = fetch.request.group {
            do throws(FeedProblem) {
                _ = try book.renew(group.member, of: group.consumer, at: now)
            } catch {
                return refuse(fetch.address, error)
            }
            if book.groups[group.consumer]?.isPreparing ?? false {
                // Nothing new is begun in a generation that is about to end.
                header.rejoin = true
                header.next = header.from
                header.events = 0
                fetch.payload.removeAll(keepingCapacity: true)
            }
        }
        let payload = fetcher.finish(fetch)
        counted.events += UInt64(header.events)
        counted.bytes += UInt64(payload.count)
        outbox.append(
            FeedMessage(
                address: fetch.address, verb: "firstmile/1 BATCH",
                contentType: fetch.request.format.contentType,
                frames: [Array(header.json.utf8), payload]))
    }

    private func lag(_ fetch: Fetch, _ durable: UInt64) -> Int64 {
        guard fetch.next < durable, fetch.lastRecordedAt > 0 else { return 0 }
        return max(0, (time - fetch.lastRecordedAt) / 1_000_000)
    }

    /// Forgets what a peer asked that is gone.
    func forget(_ peer: Peer) {
        for fetch in running + waiting + held where fetch.address.peer === peer { end(fetch) }
        running.removeAll { $0.address.peer === peer }
        waiting.removeAll { $0.address.peer === peer }
        held.removeAll { $0.address.peer === peer }
    }

    // MARK: Groups and positions

    /// Begins new generations, tells who is in them, and lets those go who must make room for one.
    func settle() {
        let (preparing, dealt) = book.settle(at: now)
        for consumer in dealt {
            for (member, address) in joining.removeValue(forKey: consumer) ?? [] {
                if let share = book.share(of: member, consumer) {
                    promise(address, "firstmile/1 JOINED", share.json)
                } else {
                    refuse(address, .unavailable("\(member) left meanwhile"))
                }
            }
        }
        guard !preparing.isEmpty, !waiting.isEmpty else { return }
        let called = waiting.filter { $0.request.group.map { preparing.contains($0.consumer) } ?? false }
        waiting.removeAll { fetch in called.contains { $0 === fetch } }
        for fetch in called { finish(fetch) }
    }

    /// Hands what changed to the disk, if it is free, and sends what it has taken.
    func storePositions() {
        for failure in stored.take() {
            guard let written = beingStored else { continue }
            beingStored = nil
            if let failure {
                book.notStored(written.changes)
                onNews(.notStored(reason: failure))
                for message in written.messages {
                    refuse(message.address, .unavailable("the position could not be stored: \(failure)"))
                }
            } else {
                outbox += written.messages
            }
        }
        guard beingStored == nil, !promised.isEmpty || book.isDirty,
            now - storedAt >= FeedLimits.storePause
        else { return }
        storedAt = now
        let changes = book.takeChanges()
        beingStored = (promised, changes.map(\.consumer))
        promised = []
        store.write(changes) { [stored] in stored.put($0) }
    }

    // MARK: Telling

    /// What was counted, and how things stand.
    var figures: FeedFigures {
        var figures = counted
        figures.isListening = true
        figures.waiting = waiting.count
        (figures.connections, figures.untakenBytes) = (peers.count, peers.untaken)
        figures.consumers = book.records.map { name, record in
            FeedFigures.Consumer(
                name: name, position: record.position, committedAt: record.committedAt,
                members: book.groups[name]?.members.count ?? 0)
        }
        return figures
    }

    // MARK: Waiting

    /// Somebody waits for the log to grow.
    var hasWaiting: Bool { !waiting.isEmpty }

    /// It has, for somebody who waits.
    var hasNews: Bool { !waiting.isEmpty && log.durable > seen }

    /// Everything that was promised is on disk.
    var isQuiet: Bool { beingStored == nil && promised.isEmpty && !book.isDirty }

    /// Milliseconds until there is something to do.
    var patience: Int {
        if !running.isEmpty || !outbox.isEmpty { return 0 }
        var patience: Int64 = 1000
        if !held.isEmpty { patience = 20 }
        if !promised.isEmpty || book.isDirty, beingStored == nil {
            patience = min(patience, storedAt + FeedLimits.storePause - now)
        }
        for fetch in waiting { patience = min(patience, fetch.deadline - now) }
        for group in book.groups.values {
            if let expiry = group.nextExpiry { patience = min(patience, expiry - now) }
        }
        return Int(max(0, patience))
    }
}
