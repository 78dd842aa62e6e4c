public import Vocabulary

/// Writes records as CloudEvents in JSON: what the feed, the command line and exports show.
///
/// Reused from record to record; belongs to one thread.
public final class CloudEventWriter {
    private var page: CloudEventPage
    private let upcasts: Upcasts

    public init(by upcasts: Upcasts = .shipped) {
        page = CloudEventPage(upcasts)
        self.upcasts = upcasts
    }

    /// Appends one JSON object on one line, without a line break after it.
    ///
    /// `position` and `recordedAt` are nil for an event that has no place in the log yet. Unknown members
    /// come back where they were. Throws only for bytes that no version of this module has written.
    public func write(
        _ record: UnsafeRawBufferPointer, position: Position?, recordedAt: Instant?, into bytes: inout [UInt8]
    ) throws(Refusal) {
        try unsafe newest(record) { (record) throws(Refusal) in
            try unsafe page.write(record, position: position, recordedAt: recordedAt)
        }
        unsafe bytes.append(contentsOf: page.out.bytes)
    }

    /// Appends what the event says, its member `data`, as one JSON object.
    public func writeData(of record: UnsafeRawBufferPointer, into bytes: inout [UInt8]) throws(Refusal) {
        try unsafe newest(record) { (record) throws(Refusal) in try unsafe page.writeData(of: record) }
        unsafe bytes.append(contentsOf: page.out.bytes)
    }

    /// The record as it is, or lifted to the newest version.
    private func newest(
        _ record: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(Refusal) -> Void
    ) throws(Refusal) {
        do throws(Refusal) {
            try unsafe body(record)
        } catch {
            guard let lifted = unsafe upcasts.lift(record) else { throw error }
            let result = unsafe lifted.withUnsafeBytes { record in
                Result { () throws(Refusal) in try unsafe body(record) }
            }
            try result.get()
        }
    }
}
