public import Vocabulary

/// Writes records as CloudEvents in JSON: what the feed, the command line and exports show.
///
/// Reused from record to record; belongs to one thread.
public final class CloudEventWriter {
    private var page = CloudEventPage()

    public init() {}

    /// Appends one JSON object on one line, without a line break after it.
    ///
    /// `position` and `recordedAt` are nil for an event that has no place in the log yet. Unknown members
    /// come back where they were. Throws only for bytes that no version of this module has written.
    public func write(
        _ record: UnsafeRawBufferPointer, position: Position?, recordedAt: Instant?, into bytes: inout [UInt8]
    ) throws(Refusal) {
        try unsafe page.write(record, position: position, recordedAt: recordedAt)
        unsafe bytes.append(contentsOf: page.out.bytes)
    }
}
