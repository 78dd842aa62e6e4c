/// The bytes of the last facts: of those not on disk yet, so that an event sent twice within a millisecond is compared
/// too, and of some more, so that what publishers send again after a reconnection need not be read from the log.
///
/// Two generations: when the younger has grown large and all of the older is durable, the older is emptied and takes
/// its place.
struct RecentRecords {
    /// Bytes a generation keeps at least before it makes room for the next.
    private static let kept = 2 << 20

    private struct Generation {
        var bytes: [UInt8] = []
        var places: [(position: UInt64, start: Int)] = []

        func find(_ position: UInt64) -> Range<Int>? {
            var (low, high) = (0, places.count)
            while low < high {
                let middle = (low + high) / 2
                if places[middle].position < position { low = middle + 1 } else { high = middle }
            }
            guard low < places.count, places[low].position == position else { return nil }
            return places[low].start..<(low + 1 < places.count ? places[low + 1].start : bytes.count)
        }

        mutating func clear() {
            bytes.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
        }
    }

    private var older = Generation()
    private var younger = Generation()

    mutating func add(_ record: UnsafeRawBufferPointer, at position: UInt64, durable: UInt64) {
        if younger.bytes.count >= Self.kept, older.places.last.map({ $0.position < durable }) ?? true {
            older.clear()
            swap(&older, &younger)
        }
        younger.places.append((position, younger.bytes.count))
        unsafe younger.bytes.append(contentsOf: record)
    }

    /// Lends the bytes of the fact at `position`; false when it is not here.
    func withRecord(at position: UInt64, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows -> Bool {
        for generation in [younger, older] {
            guard let range = generation.find(position) else { continue }
            try unsafe generation.bytes.withUnsafeBytes {
                try unsafe body(UnsafeRawBufferPointer(rebasing: $0[range]))
            }
            return true
        }
        return false
    }
}
