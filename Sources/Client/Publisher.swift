public import ZeroMQ

/// Publishes events to a Firstmile daemon: many requests in flight, every one answered, in the order sent.
///
/// It connects in the background, sends again what is unanswered after a lost connection or too long a wait
/// (the daemon tells events it knows, so nothing is recorded twice), and gives up with a clear error when
/// nobody is there. It works on one thread of its own; callers may be many.
///
/// Either ``publish(_:)`` one request and have its reply, or ``submit(_:)`` many and take their ``replies()``
/// in another task; both may be mixed.
public final class Publisher: Sendable {
    private let exchange: Exchange
    private let options: PublisherOptions

    /// - Parameters:
    /// - endpoint: the daemon's intake, e.g. `tcp://127.0.0.1:7701`. Whether anybody listens there shows
    ///   later.
    /// - context: the process's one, if it has sockets of its own.
    public init(
        to endpoint: String, options: PublisherOptions = PublisherOptions(), context: Context? = nil
    ) throws(PublishError) {
        self.options = options
        do throws(ZeroMQError) {
            exchange = try Exchange(options)
            let context = if let context { context } else { try Context() }
            // Held by nobody else: the thread ends when the link has.
            DedicatedThread(name: "publisher").run { [exchange] in
                Link.run(to: endpoint, in: context, options, exchange)
            }
        } catch { throw .transport(error) }
    }

    deinit { close() }

    /// Publishes one request and waits for its reply.
    ///
    /// A reply that comes is no error even if it refuses every event. Waits for room in the window first.
    public func publish(_ request: PublishRequest) async throws(PublishError) -> PublishReply {
        try check(request)
        return try await exchangeOne(request)
    }

    /// Asks the daemon for a sign of life; the reply tells its version and next position, in JSON.
    public func ping() async throws(PublishError) -> PublishReply { try await exchangeOne(nil) }

    /// Hands over requests, waiting while the window is full. Their replies come through ``replies()``.
    public func submit(_ requests: [PublishRequest]) async throws(PublishError) {
        for request in requests { try check(request) }
        var rest = requests.map { Slot($0, .inOrder) }[...]
        while let next = rest.first {
            let admitted = try exchange.admit(rest)
            rest = rest.dropFirst(admitted)
            if admitted == 0 { await exchange.waitForRoom(for: next.byteCount) }
        }
    }

    /// The replies to submitted requests that have come and were not taken yet, in the order submitted.
    ///
    /// Suspends for the first. Empty only after ``finish()``, when every reply has been taken, or after
    /// ``close()``. What is not taken is kept.
    public func replies() async throws(PublishError) -> [PublishReply] { try await exchange.takeReplies() }

    /// No more requests will come; those submitted are still answered.
    public func finish() { exchange.finish() }

    /// Stops at once. What is unanswered may or may not have been recorded.
    public func close() { exchange.fail(.closed) }

    private func exchangeOne(_ request: PublishRequest?) async throws(PublishError) -> PublishReply {
        while true {
            let outcome = await withCheckedContinuation { (caller: Slot.Caller) in
                do throws(PublishError) {
                    let admitted = try exchange.admit(CollectionOfOne(Slot(request, .caller(caller))))
                    if admitted == 0 { caller.resume(returning: nil) }
                } catch { caller.resume(returning: .failure(error)) }
            }
            if let outcome { return try outcome.get() }
            await exchange.waitForRoom(for: request?.byteCount ?? 0)
        }
    }

    private func check(_ request: PublishRequest) throws(PublishError) {
        let largest = request.payloads.map(\.count).max() ?? 0
        guard largest > 0, largest <= options.maxPayloadBytes else {
            throw .unfitPayload(bytes: largest, limit: options.maxPayloadBytes)
        }
    }
}
