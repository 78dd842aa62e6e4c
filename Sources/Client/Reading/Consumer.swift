import Synchronization
public import Vocabulary
public import Wire
public import ZeroMQ

/// Reads the feed batch by batch, in order, from anywhere and across restarts of the daemon.
///
/// ```swift
/// let consumer = try Consumer(of: "tcp://127.0.0.1:7702", options: .with { $0.name = "stock"; $0.start = .stored })
/// for try await batch in consumer {
///     for event in batch.events { … }
///     try await consumer.commit(batch)
/// }
/// ```
///
/// At least once: what was not committed comes again. For exactly once keep `batch.next` in the transaction that holds
/// the work and start from that position. One task reads; ``commit(_:)`` may be called by others.
public final class Consumer: Sendable, AsyncSequence {
    public typealias Element = FeedBatch

    private struct State {
        var next: Position?
        var share: GroupShare?
        /// Nothing is taken from the live stream before a fetch has reached the end.
        var isCatchingUp = true
    }

    public let feed: FeedClient
    private let options: ConsumerOptions
    private let live: LiveLink?
    private let rules: LiveRules?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - endpoint: the daemon's feed. Whether anybody listens there shows later.
    ///   - context: the process's one, if it has sockets of its own.
    public init(
        of endpoint: String, options: ConsumerOptions = ConsumerOptions(), feed: FeedOptions = FeedOptions(),
        context: Context? = nil
    ) throws(FeedError) {
        self.options = options
        self.feed = try FeedClient(to: endpoint, options: feed, context: context)
        rules = options.live == nil ? nil : LiveRules(options)
        if let endpoint = options.live, let rules {
            do throws(ZeroMQError) {
                live = try LiveLink(to: endpoint, context: context, rules)
            } catch { throw .transport(error) }
        } else {
            live = nil
        }
    }

    deinit { close() }

    public func close() {
        feed.close()
        live?.close()
    }

    /// Where it will go on; nil before the first batch.
    public var position: Position? { state.withLock { $0.next } }

    /// The next batch with at least one event; nil at the end, if it does not follow.
    ///
    /// - Parameter limit: at most so many events, if fewer than the options allow. Not for a live stream.
    /// - Throws: ``FeedError``, or `CancellationError` when the task is cancelled.
    public func next(atMost limit: Int = .max) async throws -> FeedBatch? {
        while true {
            try Task.checkCancellation()
            let isCatchingUp = state.withLock { $0.isCatchingUp }
            if let live, !isCatchingUp {
                if let batch = try await next(from: live) { return batch }
                continue
            }
            let batch = try await fetch(atMost: limit)
            guard let batch else { continue }
            let isAtEnd = batch.header.next >= batch.header.end
            state.withLock { state in
                state.next = batch.header.next
                if isAtEnd { state.isCatchingUp = false }
            }
            if !batch.isEmpty { return batch }
            if isAtEnd, !options.follows { return nil }
        }
    }

    /// One batch, possibly empty; nil when a member must join again.
    private func fetch(atMost limit: Int) async throws -> FeedBatch? {
        var request = FetchRequest(from: nil)
        request.filter = options.filter
        request.format = options.format
        request.maxEvents = Swift.min(options.maxEvents, Swift.max(1, limit))
        request.maxBytes = options.maxBytes
        request.waitMilliseconds =
            options.follows && live == nil ? Int(options.wait / .milliseconds(1)) : 0
        let (next, known) = state.withLock { ($0.next, $0.share) }
        if let member = options.member, let name = options.name {
            let share: GroupShare
            if let known {
                share = known
            } else {
                share = try await feed.join(name, as: member, lease: options.lease)
                state.withLock { $0 = State(next: nil, share: share) }
            }
            request.group = FetchRequest.Group(consumer: name, member: share.member)
            request.from = known == nil ? nil : next.map { .position($0) }
        } else {
            request.from = try await start(next)
        }
        do {
            let batch = try await feed.fetch(request)
            guard batch.header.rejoin else { return batch }
        } catch let error as FeedError where error.isLostShare {}
        // What was taken is committed, or lost to others; either way a new share begins.
        state.withLock { $0 = State(next: nil, share: nil) }
        return nil
    }

    private func start(_ next: Position?) async throws -> FetchRequest.From {
        if let next { return .position(next) }
        switch options.start {
        case .stored: return options.name.map { .consumer($0) } ?? .position(Position(0))
        case .position(let position): return .position(position)
        case .time(let time): return .time(time)
        case .end:
            let end = try await feed.ping().next
            state.withLock { $0.next = end }
            return .position(end)
        }
    }

    private func next(from live: LiveLink) async throws -> FeedBatch? {
        let messages = try await live.take(atMost: .seconds(5))
        return state.withLock { state in
            guard let next = state.next, let rules else { return nil }
            let (batch, isWhole) = rules.batch(of: messages, from: next)
            state.next = batch.header.next
            if !isWhole || messages.isEmpty { state.isCatchingUp = true }
            return batch.isEmpty ? nil : batch
        }
    }

    // MARK: Positions

    /// Stores that a batch, and all before it, is done. On disk when this returns.
    ///
    /// - Throws: ``FeedError/refused(_:)`` with ``FeedError/isLostShare`` for a member whose share went to others: then what
    ///   was done with the batch must be undone.
    public func commit(_ batch: FeedBatch) async throws { try await commit(batch.next, by: batch.member) }

    /// The same up to a position in a batch.
    public func commit(_ position: Position, by member: GroupMember? = nil) async throws {
        guard let name = options.name else { return }
        try await feed.commit(position, of: name, by: member ?? state.withLock { $0.share?.member })
    }

    /// Gives a member's share back at once, so that others need not wait for its lease to end.
    public func leave() async throws {
        guard let name = options.name, let member = options.member else { return }
        state.withLock { $0.share = nil }
        try await feed.leave(name, as: member)
    }

    /// Batch after batch, as ``next(atMost:)`` gives them.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let consumer: Consumer
        public func next() async throws -> FeedBatch? { try await consumer.next() }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(consumer: self) }
}
