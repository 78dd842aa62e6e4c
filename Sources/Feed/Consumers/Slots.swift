import Vocabulary
import Wire

/// Into what a consumer is cut, so that members can share it: 64 slots by order id. The positions of consumers are
/// stored by slot, so the slot of an order never changes.
enum Slots {
    static let count = 64
    static let all = UInt64.max

    /// An order's events are in one slot; a scan that names no order is where its number's are.
    static func slot(of outline: RecordOutline) -> Int {
        guard let key = outline.order ?? outline.trackingNumber else { return 0 }
        return Int(key.digest >> 58)
    }

    /// What must be known of a record to tell its slot.
    static let parts: RecordOutline.Parts = [.order, .trackingNumber]

    /// The numbers in a set of slots.
    static func numbers(in mask: UInt64) -> [Int] {
        (0..<count).filter { mask >> UInt64($0) & 1 == 1 }
    }
}
