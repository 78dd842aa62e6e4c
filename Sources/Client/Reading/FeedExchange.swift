import Synchronization
import Wire
import ZeroMQ

/// What callers and the thread of a feed connection hand each other, under one lock.
final class FeedExchange: Sendable {
    /// A request, as it goes on the wire.
    struct Question: Sendable {
        let id: UInt64
        let verb: [UInt8]
        let json: [UInt8]
        /// How long the daemon may take by what was asked of it.
        let patience: Duration
    }

    typealias Answer = CheckedContinuation<FeedReply, any Error>

    private struct State {
        var questions: [Question] = []
        var answers: [UInt64: Answer] = [:]
        /// Asked, and then not wanted any more.
        var withdrawn: [UInt64] = []
        /// Not wanted any more before they were asked.
        var unasked: Set<UInt64> = []
        var nextID: UInt64 = 0
        var failure: FeedError?
    }

    private let state = Mutex(State())
    let wakeUp: WakeUp

    init() throws(ZeroMQError) { wakeUp = try WakeUp() }

    /// Asks, and waits for the answer; ends early when the task is cancelled.
    func ask(_ request: FeedRequest, patience: Duration) async throws -> FeedReply {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { state.withLock { state in _ = state.unasked.remove(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (answer: Answer) in
                let problem: (any Error)? = state.withLock { state in
                    if let failure = state.failure { return failure }
                    if state.unasked.contains(id) { return CancellationError() }
                    state.answers[id] = answer
                    state.questions.append(
                        Question(
                            id: id, verb: Array(request.verb.utf8), json: Array(request.json.utf8),
                            patience: patience))
                    return nil
                }
                if let problem { return answer.resume(throwing: problem) }
                wakeUp.signal()
            }
        } onCancel: {
            let answer = state.withLock { state in
                let answer = state.answers.removeValue(forKey: id)
                if answer == nil { state.unasked.insert(id) } else { state.withdrawn.append(id) }
                return answer
            }
            answer?.resume(throwing: CancellationError())
            wakeUp.signal()
        }
    }

    /// New questions, and those nobody waits for any more; nil when the thread is to end.
    func take() -> (questions: [Question], withdrawn: [UInt64])? {
        state.withLock { state in
            guard state.failure == nil else { return nil }
            defer { (state.questions, state.withdrawn) = ([], []) }
            return (state.questions, state.withdrawn)
        }
    }

    func answer(_ id: UInt64, with reply: Result<FeedReply, FeedError>) {
        let answer = state.withLock { $0.answers.removeValue(forKey: id) }
        switch reply {
        case .success(let reply): answer?.resume(returning: reply)
        case .failure(let error): answer?.resume(throwing: error)
        }
    }

    /// Ends it for good: everybody who waits hears why, and so does who asks later.
    func fail(_ error: FeedError) {
        let answers = state.withLock { state in
            if state.failure == nil { state.failure = error }
            defer { state.answers = [:] }
            return state.answers.values
        }
        for answer in answers { answer.resume(throwing: error) }
        wakeUp.signal()
    }
}
