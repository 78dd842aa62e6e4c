/// Which log it is and what it holds up to a position: whatever was made from those records belongs to this mark.
public struct LogMark: Hashable, Sendable {
    /// Of the first segment: a random number, so two logs never share it.
    public let epoch: UInt64
    /// The position after the last record.
    public let position: UInt64
    /// Of the last frame before the position. Each frame holds the hash of the one before it, so this one stands
    /// for all of them.
    public let hash: UInt64

    public init(epoch: UInt64, position: UInt64, hash: UInt64) {
        self.epoch = epoch
        self.position = position
        self.hash = hash
    }
}

extension LogReader {
    /// The mark of everything before `position`; nil when no frame ends there.
    public func mark(at position: UInt64) throws(LogError) -> LogMark? {
        try refresh()
        guard position > 0, let oldest = firsts.first, oldest < position, let epoch = try reader(of: oldest)
        else { return nil }
        let first = epoch.segment.header.epoch
        guard let place = try find(position - 1, limit: nil), place.position == position - 1,
            let reader = try reader(of: place.segment),
            case .frame(let header) = try reader.frame(
                at: place.offset, expecting: place.first, withRecords: true, isSynced: false),
            header.end == position
        else { return nil }
        return LogMark(epoch: first, position: position, hash: reader.hash(of: header, at: place.offset))
    }
}
