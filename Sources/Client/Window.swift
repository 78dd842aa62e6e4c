/// The requests in flight, in the order they were submitted, and what is to be sent next.
///
/// Replies come in any order, twice, or not at all; they leave in the order of the requests, once.
struct Window {
    private var slots = Queue<Slot>()
    /// The ordinal of the oldest slot; it is the correlation on the wire.
    private(set) var oldest: UInt64 = 0
    /// Everything before it has been sent, unless something is to be sent again.
    private var cursor: UInt64 = 0

    var isEmpty: Bool { slots.isEmpty }
    var count: Int { slots.count }

    mutating func append(_ slot: Slot) { slots.append(slot) }

    /// The next request that is to be sent; nil when all are on their way.
    mutating func nextDue() -> (ordinal: UInt64, slot: Slot)? {
        while let slot = slots[Int(cursor - oldest)] {
            if slot.isDue, slot.reply == nil { return (cursor, slot) }
            cursor += 1
        }
        return nil
    }

    /// The request that ``nextDue()`` gave is with the socket.
    mutating func markSent(at now: ContinuousClock.Instant) {
        guard let slot = slots[Int(cursor - oldest)] else { return }
        if slot.attempts == 0 { slot.firstSent = now }
        slot.lastSent = now
        slot.attempts += 1
        slot.isDue = false
        cursor += 1
    }

    /// The connection is a new one: whatever is unanswered goes again.
    mutating func resendAll() {
        for offset in 0..<slots.count { slots[offset]?.isDue = true }
        cursor = oldest
    }

    /// The request was not taken and goes again.
    mutating func resend(_ ordinal: UInt64) {
        guard ordinal >= oldest, ordinal - oldest < UInt64(slots.count),
            let slot = slots[Int(ordinal - oldest)], slot.reply == nil
        else { return }
        slot.isDue = true
        cursor = min(cursor, ordinal)
    }

    /// Requests unanswered for `patience`, doubled for each time they were sent, go again.
    mutating func resendOverdue(at now: ContinuousClock.Instant, after patience: Duration) {
        for offset in 0..<slots.count {
            guard let slot = slots[offset], !slot.isDue, slot.reply == nil else { continue }
            let doublings = min(max(slot.attempts - 1, 0), 6)
            guard now - slot.lastSent >= patience * (1 << doublings) else { continue }
            slot.isDue = true
            cursor = min(cursor, oldest + UInt64(offset))
        }
    }

    /// Keeps a reply; one to a request that is unknown or answered already is let go.
    mutating func accept(
        _ ordinal: UInt64, _ reply: (Slot) -> PublishReply
    ) {
        guard ordinal >= oldest, ordinal - oldest < UInt64(slots.count),
            let slot = slots[Int(ordinal - oldest)], slot.reply == nil, slot.attempts > 0
        else { return }
        slot.reply = reply(slot)
    }

    /// The oldest request, when it has its reply.
    mutating func popAnswered() -> Slot? {
        guard slots[0]?.reply != nil else { return nil }
        return popOldest()
    }

    /// The oldest request, answered or not.
    mutating func popOldest() -> Slot? {
        guard let slot = slots.popFirst() else { return nil }
        oldest += 1
        cursor = max(cursor, oldest)
        return slot
    }
}
