public import Vocabulary

/// Writes an acknowledgement, reply by reply: `begin`, `add` for each event, `finish`.
///
/// Reused from request to request; belongs to one thread.
public final class ReplyWriter {
    private var page = ReplyPage()

    public init() {}

    /// Begins an acknowledgement, whatever was left of the one before.
    public func begin(_ type: ReplyType, durability: Durability = .fdatasync) {
        page.begin(type, durability: durability)
    }

    /// For an event that was recorded, now or before: no `String` is made. `id` and `source` as they lie in
    /// the record (``RecordDecoder/identity(of:)``); protobuf does not repeat them.
    public func add(
        _ status: Reply.Status, position: Position, verdict: Verdict? = nil, findings: [FindingText] = [],
        id: UnsafeRawBufferPointer, source: UnsafeRawBufferPointer
    ) {
        unsafe page.add(
            status, position: position, verdict: verdict, findings: findings, id: id, source: source)
    }

    /// For any reply, refusals included.
    public func add(_ reply: Reply) { page.add(reply) }

    /// Appends the whole acknowledgement.
    public func finish(into bytes: inout [UInt8]) {
        page.finish()
        unsafe bytes.append(contentsOf: page.out.bytes)
    }
}
