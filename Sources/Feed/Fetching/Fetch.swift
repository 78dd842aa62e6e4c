import Vocabulary
import Wire

/// A request for a batch that is under way.
final class Fetch {
    let address: Address
    let request: FetchRequest
    let filter: RecordFilter
    /// Its slots, for a member of a group, and what of them is done.
    let share: (slots: UInt64, done: [UInt64])?
    let from: UInt64
    /// When waiting at the end is over, in milliseconds.
    let deadline: Int64
    /// Memory that the request itself takes.
    let cost: Int
    /// Credit of this reply; less than was asked for when replies must be small.
    var maxBytes: Int
    /// Where to go on.
    var next: UInt64
    var payload: [UInt8] = []
    var events = 0
    var scannedBytes = 0
    /// Recorded time of the last record looked at, nanoseconds since 1970.
    var lastRecordedAt: Int64 = 0

    init(
        _ request: FetchRequest, at address: Address, from: UInt64, share: (slots: UInt64, done: [UInt64])?,
        deadline: Int64, cost: Int
    ) {
        (self.request, self.address, self.share) = (request, address, share)
        (self.from, next, self.deadline, self.cost) = (from, from, deadline, cost)
        filter = RecordFilter(request.filter)
        maxBytes = request.maxBytes
    }

    /// The credit is used up.
    var isFull: Bool { events >= request.maxEvents || payload.count >= maxBytes }

    /// Enough was looked through: others get their turn, and the consumer hears how far it is.
    var isSpent: Bool { scannedBytes >= FeedLimits.scanBytes }

    /// Whether a record is to be sent.
    func wants(_ record: UnsafeRawBufferPointer, at position: UInt64) -> Bool {
        if filter.isEmpty, share == nil { return true }
        let parts = share == nil ? filter.parts : filter.parts.union(Slots.parts)
        // What cannot be read is sent, and the reason told then: nothing is passed over in silence.
        guard let outline = unsafe RecordOutline.of(record, parts) else { return true }
        guard filter.passes(outline) else { return false }
        guard let share else { return true }
        let slot = Slots.slot(of: outline)
        return share.slots >> UInt64(slot) & 1 == 1 && position >= share.done[slot]
    }
}
