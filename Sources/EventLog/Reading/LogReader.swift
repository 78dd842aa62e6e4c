/// Reads the log, in the daemon's process or beside it. Every record's checksum is compared when it is read.
///
/// One reader belongs to one thread; make as many as there are threads. It takes no lock and changes nothing.
public final class LogReader {
    /// Where the log lies: another thread makes a reader of its own from it.
    public let storage: any Storage
    /// The first positions of the segments, ascending.
    private(set) var firsts: [UInt64] = []
    /// Of segments read before, the newest of them: about 100 KB each.
    private var indexes: [UInt64: SparseIndex] = [:]
    private static let indexesKept = 32
    private var current: SegmentReader?
    /// Where the last read ended, so that the next one goes on there.
    private var resume: ReadPlace?
    /// The end of the log when it was last looked for.
    var lastEnd: ReadPlace?
    /// The body has had enough.
    private var isEnough = false

    /// The next record to be read: its frame and its place in the frame.
    struct ReadPlace {
        var segment: UInt64
        var offset: Int
        /// The position of the frame's first record.
        var first: UInt64
        /// The position of the record itself, and where it begins after the frame header.
        var position: UInt64
        var recordOffset = 0

        init(segment: UInt64, offset: Int, first: UInt64, position: UInt64) {
            (self.segment, self.offset, self.first, self.position) = (segment, offset, first, position)
        }

        /// A frame's beginning; the segment's own when there is none.
        init(_ segment: UInt64, _ entry: SparseIndex.Entry? = nil) {
            self.init(
                segment: segment, offset: entry?.offset ?? SegmentHeader.byteCount,
                first: entry?.first ?? segment, position: entry?.first ?? segment)
        }
    }

    public convenience init(directory: String) throws(LogError) {
        try self.init(Disk(directory))
    }

    public init(_ storage: any Storage) throws(LogError) {
        self.storage = storage
        try refresh()
    }

    /// The position of the oldest record kept.
    public var oldest: UInt64 { firsts.first ?? 0 }

    /// Lends records from a position on, in order: position, recorded time (nanoseconds since 1970), bytes. The
    /// bytes are valid only inside the body.
    /// - Parameters:
    ///   - limit: records at or after it are left alone; in the daemon `EventLog.durable`. Nil beside another
    ///     process: up to the last whole frame.
    ///   - maxBytes: stops after the record that reaches it.
    /// - Returns: the position to go on from; the same as `position` when there is nothing new.
    /// - Throws: `LogError`, or what the body throws; a record whose body threw is read again next time.
    public func read(
        from position: UInt64, limit: UInt64? = nil, maxBytes: Int = .max,
        _ body: (UInt64, Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws -> UInt64 {
        if let limit, position >= limit { return position }
        guard var place = try place(of: position, limit: limit) else { return position }
        resume = nil
        isEnough = false
        var bytes = 0
        reading: while bytes < maxBytes, !isEnough {
            if let limit, place.first >= limit { break }
            do {
                guard try unsafe readFrame(&place, limit, maxBytes, &bytes, body) else { break reading }
            } catch let error as LogError {
                // What was read has been packed meanwhile, and its file is written again.
                guard letGoOfReplaced() else { throw error }
            }
        }
        resume = place
        return place.position
    }

    /// Inside the body of `read`: the record that is lent is the last of this read.
    public func stop() { isEnough = true }

    /// Lends the records of one frame. False when there is nothing more to read.
    private func readFrame(
        _ place: inout ReadPlace, _ limit: UInt64?, _ maxBytes: Int, _ bytes: inout Int,
        _ body: (UInt64, Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws -> Bool {
        guard let reader = try reader(of: place.segment) else { return false }
        let isSynced = limit.map { place.first < $0 } ?? false
        guard
            case .frame(let header) = try reader.frame(
                at: place.offset, expecting: place.first, withRecords: true, isSynced: isSynced)
        else { return try endOfSegment(place) }
        switch try unsafe deliver(header, reader, &place, limit, maxBytes, &bytes, body) {
        case .readAgain: return true
        case .stopped: return false
        case .finished: return try goOn(from: &place, past: header)
        }
    }

    private enum Delivery { case finished, stopped, readAgain }

    /// Lends a frame's records, as many as the limits allow.
    private func deliver(
        _ header: FrameHeader, _ reader: SegmentReader, _ place: inout ReadPlace, _ limit: UInt64?,
        _ maxBytes: Int, _ bytes: inout Int, _ body: (UInt64, Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws -> Delivery {
        var records = reader.cursor(
            header, at: place.offset, skipping: place.recordOffset, index: Int(place.position - place.first))
        while bytes < maxBytes, !isEnough {
            if let limit, place.position >= limit { return .stopped }
            let record: UnsafeRawBufferPointer
            do throws(Damage) {
                if records.isAtEnd {
                    try records.checkAll()
                    return .finished
                }
                unsafe record = try unsafe records.next()
            } catch {
                if letGoOfReplaced() { return .readAgain }
                let isSynced = limit != nil
                return try reader.isCompleted(header, at: place.offset, error, records, isSynced: isSynced)
                    ? .readAgain : .stopped
            }
            try unsafe body(place.position, header.recordedAt, record)
            bytes += record.count
            place.position += 1
            place.recordOffset = records.offset
        }
        return .stopped
    }

    /// Moves behind a frame, into the next segment when it is a seal. False when that is not there yet.
    func goOn(from place: inout ReadPlace, past header: FrameHeader) throws(LogError) -> Bool {
        guard header.kind == .seal else {
            place = ReadPlace(
                segment: place.segment, offset: place.offset + header.frameBytes, first: header.end,
                position: header.end)
            return true
        }
        if firsts.last == place.segment { try refresh() }
        guard firsts.contains(header.first) else {
            throw .missingSegment(
                file: storage.path(of: SegmentName.of(header.first)), position: header.first)
        }
        place = ReadPlace(header.first)
        return true
    }

    /// Nothing whole follows. True when a newer segment has appeared meanwhile, so that it pays to look again.
    /// - Throws: when the segment has a successor but does not lead to it.
    private func endOfSegment(_ place: ReadPlace) throws(LogError) -> Bool {
        guard let reader = current else { return false }
        let known = firsts.last
        if known == place.segment {
            try refresh()
            return firsts.last != known && !isUnborn(after: place.segment)
        }
        if isUnborn(after: place.segment) { return false }
        // The seal may have been written between the two looks.
        let again = try reader.frame(
            at: place.offset, expecting: place.first, withRecords: false, isSynced: false)
        if case .frame(let header) = again {
            // Its records were not whole: this is no torn tail, as what follows proves that it had been synced.
            if header.payloadBytes > 0 { try reader.checkSynced(header, at: place.offset) }
            return true
        }
        throw .damaged(reader.segment.place(place.offset, place.position), .sealMissing)
    }

    /// Whether the only segment after this one has no frame yet: the writer is about to lead to it.
    private func isUnborn(after segment: UInt64) -> Bool {
        guard let last = firsts.last, firsts.dropLast().last == segment else { return false }
        guard let newest = try? Segment.open(last, in: storage) else { return false }
        return (try? newest.isUntouched()) ?? false
    }

    /// Where reading for a position begins; nil when the log is not that long.
    private func place(of position: UInt64, limit: UInt64?) throws(LogError) -> ReadPlace? {
        if let resume, resume.position == position { return resume }
        return try find(position, limit: limit)
    }

    // MARK: segments

    /// Looks which segments there are.
    func refresh() throws(LogError) { firsts = try Segment.firsts(in: storage) }

    /// The segment that begins there, opened; nil when it does not exist.
    func reader(of first: UInt64) throws(LogError) -> SegmentReader? {
        if let current, current.segment.header.first == first { return current }
        guard firsts.contains(first) else { return nil }
        if let current { indexes[current.segment.header.first] = current.index }
        if indexes.count > Self.indexesKept, let oldest = indexes.keys.min() { indexes[oldest] = nil }
        let reader = SegmentReader(try Segment.open(first, in: storage), index: indexes[first])
        current = reader
        return reader
    }

    /// Lets go of the segment read last if its file holds another one by now, so that it is opened anew.
    func letGoOfReplaced() -> Bool {
        guard let current, current.segment.isReplaced else { return false }
        indexes[current.segment.header.first] = current.index
        self.current = nil
        return true
    }
}
