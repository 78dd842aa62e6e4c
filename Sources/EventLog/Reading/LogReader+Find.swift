extension LogReader {
    /// How many frames are passed over one by one before the segment is halved instead.
    private static let framesHopped = 64

    /// One record's bytes, or nil when the log does not reach that far.
    /// - Throws: `LogError`.
    public func record(at position: UInt64) throws -> [UInt8]? {
        var bytes: [UInt8]?
        _ = try unsafe read(from: position, maxBytes: 1) { found, _, record in
            if found == position { bytes = unsafe Array(record) }
        }
        return bytes
    }

    /// The position of the first record recorded at or after a time (nanoseconds since 1970); the end of the log
    /// when there is none.
    public func position(atTime time: Int64) throws(LogError) -> UInt64 {
        if firsts.isEmpty { try refresh() }
        // A segment made at or after the time can still only begin with the first record looked for.
        var low = 0
        var high = firsts.count
        while low < high {
            let middle = (low + high) / 2
            let isEarlier = try reader(of: firsts[middle]).map { $0.segment.header.createdAt < time } ?? false
            if isEarlier { low = middle + 1 } else { high = middle }
        }
        guard let segment = firsts.isEmpty ? nil : firsts[max(0, low - 1)] else { return 0 }
        let near = try start(segment) { $0.recordedAt < time }
        return try hop(from: near) { header, _ in header.recordedAt >= time }.place.first
    }

    /// The position after the last whole frame.
    public func end() throws(LogError) -> UInt64 {
        if firsts.isEmpty { try refresh() }
        guard let newest = firsts.last else { return 0 }
        let near: ReadPlace
        if let lastEnd, lastEnd.segment == newest {
            near = lastEnd
        } else {
            near = try start(newest) { _ in true }
        }
        let end = try hop(from: near) { _, _ in false }.place
        lastEnd = end
        return end.first
    }

    /// Waits, by looking again and again, until there is a record at `position`. For another process than the
    /// writer's; inside it `EventLog.waitForRecords` wakes at once.
    /// - Returns: false when the time was over before.
    public func waitForRecords(beyond position: UInt64, atMost patience: Duration) throws(LogError) -> Bool {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(1)
        while try end() <= position {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return false }
            sleep(min(pause, left))
            pause = min(pause * 2, .milliseconds(20))
        }
        return true
    }

    /// Where a record lies. The end of the log counts as a place; further on there is none.
    func find(_ position: UInt64, limit: UInt64?) throws(LogError) -> ReadPlace? {
        do throws(LogError) {
            return try findOnce(position, limit: limit)
        } catch {
            guard letGoOfReplaced() else { throw error }
            return try findOnce(position, limit: limit)
        }
    }

    private func findOnce(_ position: UInt64, limit: UInt64?) throws(LogError) -> ReadPlace? {
        if firsts.isEmpty { try refresh() }
        guard let oldest = firsts.first else { return nil }
        guard let segment = firsts.last(where: { $0 <= position }) else {
            throw .missingSegment(
                file: storage.path(of: SegmentName.of(0)), position: oldest == 0 ? 0 : position)
        }
        let near = try start(segment, limit: limit) { $0.first <= position }
        let (found, header) = try hop(from: near, limit: limit) { header, _ in position < header.end }
        guard let header else { return found.first == position ? found : nil }
        return try skip(to: position, in: header, at: found, limit: limit)
    }

    /// Where to begin looking: at a frame for which it holds, with few after it for which it does too.
    private func start(
        _ segment: UInt64, limit: UInt64? = nil, isEarlier: (SparseIndex.Entry) -> Bool
    ) throws(LogError) -> ReadPlace {
        guard let reader = try reader(of: segment) else { return ReadPlace(segment) }
        let known = reader.index.neighbours(where: isEarlier)
        if reader.segment.packed == nil {
            var isFurther = known.after == nil
            if isFurther {
                // It is most often one of the frames that were written since the last look.
                var left = Self.framesHopped
                let stop = try hop(from: ReadPlace(segment, known.before), limit: limit) { header, offset in
                    left -= 1
                    return left == 0 || !isEarlier(SparseIndex.Entry(header, at: offset))
                }
                isFurther = stop.header != nil && left == 0
            }
            if isFurther || known.after != nil { try reader.probe(isEarlier: isEarlier) }
        }
        return ReadPlace(segment, reader.index.neighbours(where: isEarlier).before)
    }

    /// Passes over frames by their headers, to the first one with records that is wanted or to the end.
    private func hop(
        from start: ReadPlace, limit: UInt64? = nil, until isWanted: (FrameHeader, Int) -> Bool
    ) throws(LogError) -> (place: ReadPlace, header: FrameHeader?) {
        var place = start
        while let reader = try reader(of: place.segment) {
            let isSynced = limit.map { place.first < $0 } ?? false
            let finding: SegmentReader.Finding
            do throws(LogError) {
                finding = try reader.frame(
                    at: place.offset, expecting: place.first, withRecords: false, isSynced: isSynced)
            } catch {
                guard letGoOfReplaced() else { throw error }
                continue
            }
            switch finding {
            case .end:
                if letGoOfReplaced() { continue }
                return (place, nil)
            case .frame(let header):
                if header.kind == .data, isWanted(header, place.offset) { return (place, header) }
                guard try goOn(from: &place, past: header) else { return (place, nil) }
            }
        }
        return (place, nil)
    }

    /// Moves inside a frame to one of its records.
    private func skip(
        to position: UInt64, in header: FrameHeader, at start: ReadPlace, limit: UInt64?
    ) throws(LogError) -> ReadPlace? {
        var place = start
        guard position > header.first, let reader = try reader(of: place.segment) else { return place }
        let isSynced = limit.map { header.first < $0 } ?? false
        guard
            case .frame = try reader.frame(
                at: place.offset, expecting: place.first, withRecords: true, isSynced: isSynced)
        else { return nil }
        var records = reader.cursor(header, at: place.offset)
        do throws(Damage) {
            for _ in header.first..<position { try records.skip() }
        } catch {
            guard try reader.isCompleted(header, at: place.offset, error, records, isSynced: isSynced) else {
                return nil
            }
            return try skip(to: position, in: header, at: start, limit: limit)
        }
        place.position = position
        place.recordOffset = records.offset
        return place
    }
}
