/// What is stored of a consumer.
struct ConsumerRecord: Equatable, Sendable {
    /// By slot: everything before it is done. All alike for one that was never shared.
    var slots: [UInt64]
    /// The last sharing out.
    var generation: UInt64 = 0
    /// Nanoseconds since 1970.
    var committedAt: Int64 = 0

    init(position: UInt64) { slots = Array(repeating: position, count: Slots.count) }

    /// Everything before it is done, in all slots.
    var position: UInt64 { slots.min() ?? 0 }

    /// Where one begins who has some of the slots.
    func position(of mask: UInt64) -> UInt64 {
        Slots.numbers(in: mask).map { slots[$0] }.min() ?? position
    }

    /// Never back.
    mutating func commit(_ position: UInt64, of mask: UInt64) {
        for slot in Slots.numbers(in: mask) { slots[slot] = max(slots[slot], position) }
    }
}
