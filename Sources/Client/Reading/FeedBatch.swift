public import Vocabulary
public import Wire

/// Events that came together, and where to go on.
public struct FeedBatch: Sendable {
    public let header: BatchHeader
    public let format: FetchRequest.Format
    /// As `Schemas/feed.md` says.
    public let payload: [UInt8]
    /// Whose share it was fetched for; it can be committed only by him, and only in that generation.
    public let member: GroupMember?

    init(header: BatchHeader, format: FetchRequest.Format, payload: [UInt8], member: GroupMember?) {
        (self.header, self.format, self.payload, self.member) = (header, format, payload, member)
    }

    /// Events in it.
    public var count: Int { header.events }
    public var isEmpty: Bool { header.events == 0 }
    /// What to commit when all of it is done.
    public var next: Position { header.next }

    /// Lends every CloudEvent of a batch in JSON, one line of text each without its end.
    public func forEachEvent(_ body: (RawSpan) throws -> Void) rethrows {
        guard format == .json else { return }
        var start = 0
        while start < payload.count {
            let end = payload[start...].firstIndex(of: 0x0A) ?? payload.count
            var length = end - start
            if length > 0, payload[end - 1] == UInt8(ascii: ",") { length -= 1 }
            // The lines of brackets have one byte.
            if length > 1, payload[start] == UInt8(ascii: "{") {
                try unsafe body(payload.span.bytes.extracting(start..<(start + length)))
            }
            start = end + 1
        }
    }

    /// Lends every record of a batch in protobuf: position, recorded time, and the event as the log keeps it.
    public func forEachRecord(
        _ body: (Position, Instant, UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        guard format == .protobuf else { return }
        _ = unsafe try payload.withUnsafeBytes { bytes in
            try unsafe RecordBatchReader.read(bytes, body)
        }
    }

    /// The CloudEvents of a batch in JSON as text.
    public var events: [String] {
        var events: [String] = []
        forEachEvent { line in
            events.append(unsafe line.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
        }
        return events
    }
}
