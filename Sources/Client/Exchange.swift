import Synchronization
import ZeroMQ

/// What callers and the publisher's thread hand each other, under one lock, a batch at a time.
final class Exchange: Sendable {
    private struct State {
        var outbox: [Slot] = []
        var unanswered = 0
        var unansweredBytes = 0
        var replies: [PublishReply] = []
        var roomWaiters = Queue<CheckedContinuation<Void, Never>>()
        var replyWaiters = Queue<CheckedContinuation<Void, Never>>()
        /// No more requests are taken; the thread ends when those it has are answered.
        var isFinishing = false
        /// The thread is to end now, or has.
        var failure: PublishError?

        mutating func takeAllWaiters() -> [CheckedContinuation<Void, Never>] {
            var waiters: [CheckedContinuation<Void, Never>] = []
            while let waiter = roomWaiters.popFirst() { waiters.append(waiter) }
            while let waiter = replyWaiters.popFirst() { waiters.append(waiter) }
            return waiters
        }

        /// No reply will come any more.
        var isOver: Bool { failure != nil || (isFinishing && unanswered == 0) }
    }

    private let state = Mutex(State())
    private let options: PublisherOptions
    let wakeUp: WakeUp

    init(_ options: PublisherOptions) throws(ZeroMQError) {
        self.options = options
        wakeUp = try WakeUp()
    }

    // MARK: - Callers

    /// Takes as many of `slots` as the window has room for and returns how many, possibly none.
    func admit(_ slots: some Collection<Slot>) throws(PublishError) -> Int {
        let admitted = try state.withLock { (state) throws(PublishError) in
            if let failure = state.failure { throw failure }
            if state.isFinishing { throw .closed }
            var admitted = 0
            for slot in slots {
                guard hasRoom(for: slot.byteCount, state) else { break }
                state.outbox.append(slot)
                state.unanswered += 1
                state.unansweredBytes += slot.byteCount
                admitted += 1
            }
            return admitted
        }
        if admitted > 0 { wakeUp.signal() }
        return admitted
    }

    /// Suspends until there may be room for a request of so many bytes, or none ever will be.
    func waitForRoom(for byteCount: Int) async {
        await withCheckedContinuation { waiter in
            let goesOn = state.withLock { state in
                if state.failure != nil || state.isFinishing || hasRoom(for: byteCount, state) { return true }
                state.roomWaiters.append(waiter)
                return false
            }
            if goesOn { waiter.resume() }
        }
    }

    /// All replies that are there, suspending for the first; none when everything was answered after the end.
    func takeReplies() async throws(PublishError) -> [PublishReply] {
        while true {
            let replies = try state.withLock { (state) throws(PublishError) -> [PublishReply]? in
                if !state.replies.isEmpty {
                    let replies = state.replies
                    state.replies = []
                    return replies
                }
                if let failure = state.failure, failure != .closed { throw failure }
                return state.isOver ? [] : nil
            }
            if let replies { return replies }
            await withCheckedContinuation { waiter in
                let goesOn = state.withLock { state in
                    if !state.replies.isEmpty || state.isOver { return true }
                    state.replyWaiters.append(waiter)
                    return false
                }
                if goesOn { waiter.resume() }
            }
        }
    }

    func finish() {
        let waiters = state.withLock { state in
            state.isFinishing = true
            return state.takeAllWaiters()
        }
        for waiter in waiters { waiter.resume() }
        wakeUp.signal()
    }

    // MARK: - The publisher's thread

    /// Appends what callers submitted to `window`; false when the thread is to end.
    func collect(into window: inout Window) -> Bool {
        let (slots, goesOn) = state.withLock { state in
            let slots = state.outbox
            state.outbox.removeAll(keepingCapacity: slots.count < 1_024)
            return (slots, !state.isOver)
        }
        for slot in slots { window.append(slot) }
        return goesOn
    }

    /// Hands on replies whose requests were answered, in order.
    func deliver(_ slots: [Slot]) {
        let waiters = state.withLock { state in
            for slot in slots {
                state.unanswered -= 1
                state.unansweredBytes -= slot.byteCount
                if case .inOrder = slot.completion, let reply = slot.reply { state.replies.append(reply) }
            }
            // Whoever waits for replies or the end looks again; for room, as many as have room now.
            var waiters: [CheckedContinuation<Void, Never>] = []
            while !state.replies.isEmpty || state.isOver, let waiter = state.replyWaiters.popFirst() {
                waiters.append(waiter)
            }
            for _ in 0..<max(1, options.window - state.unanswered) {
                guard let waiter = state.roomWaiters.popFirst() else { break }
                waiters.append(waiter)
            }
            return waiters
        }
        for slot in slots {
            if case .caller(let caller) = slot.completion, let reply = slot.reply {
                caller.resume(returning: .success(reply))
            }
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends it: nothing more is taken, and whoever waits hears why. The first reason stays.
    func fail(_ error: PublishError) {
        let waiters = state.withLock { state in
            if state.failure == nil { state.failure = error }
            return state.takeAllWaiters()
        }
        for waiter in waiters { waiter.resume() }
        wakeUp.signal()
    }

    /// The thread is ending: those who wait for a reply of their own hear why there is none.
    func abandon(_ window: inout Window) {
        _ = collect(into: &window)
        let failure = state.withLock { $0.failure } ?? .closed
        while let slot = window.popOldest() {
            if case .caller(let caller) = slot.completion { caller.resume(returning: .failure(failure)) }
        }
    }

    private func hasRoom(for byteCount: Int, _ state: borrowing State) -> Bool {
        if state.unanswered == 0 { return true }
        return state.unanswered < options.window && state.unansweredBytes + byteCount <= options.windowBytes
    }
}
