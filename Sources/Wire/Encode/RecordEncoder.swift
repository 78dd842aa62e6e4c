public import Vocabulary

/// Writes events that are made here: the daemon's decisions, and what a client publishes.
///
/// Reused from event to event; belongs to one thread.
public final class RecordEncoder {
    private var buffer = ByteWriter()

    /// The `source` of everything the daemon says.
    public static let daemon = "firstmile"

    public init() {}

    /// Appends a record in the canonical form.
    ///
    /// `id` must be unique within `source`, and for a decision follow from its cause alone: a decision that is
    /// made again has the same id. `cause`: position of the fact that caused it.
    public func encode(
        _ payload: Payload, id: String, source: String = RecordEncoder.daemon, time: Instant,
        origin: Origin = .decision, cause: Position? = nil, sequence: UInt64? = nil, correlation: String = "",
        causation: String = "", into bytes: inout [UInt8]
    ) {
        write(
            payload, id, source, time, origin, cause, sequence, correlation, causation, into: &buffer)
        unsafe bytes.append(contentsOf: buffer.bytes)
    }

    /// On the buffer alone, so that the property is touched once.
    private func write(
        _ payload: Payload, _ id: String, _ source: String, _ time: Instant, _ origin: Origin,
        _ cause: Position?,
        _ sequence: UInt64?, _ correlation: String, _ causation: String, into buffer: inout ByteWriter
    ) {
        buffer.clear()
        buffer.string(Attribute.id, id)
        buffer.string(Attribute.source, source)
        buffer.instant(Attribute.time, time)
        if let sequence { buffer.varint(Attribute.sequence, sequence) }
        buffer.string(Attribute.correlation, correlation)
        buffer.string(Attribute.causation, causation)
        if origin == .decision { buffer.varint(Attribute.origin, 1) }
        if let cause { buffer.varint(Attribute.cause, cause.rawValue) }
        let version = Upcasts.shipped.newest(payload.type)
        if version > 1 { buffer.varint(Attribute.version, UInt64(version)) }
        buffer.key(Schemas.firstPayload + payload.type.index, 2)
        let start = buffer.count
        payload.write(into: &buffer)
        buffer.close(from: start)
    }

    /// Appends an `EventBatch` of records: what is published as protobuf.
    public static func batch(of records: [[UInt8]], into bytes: inout [UInt8]) {
        var out = ByteWriter()
        for record in records {
            out.message(1) { out in
                unsafe record.withUnsafeBytes { unsafe out.bytes($0) }
            }
        }
        unsafe bytes.append(contentsOf: out.bytes)
    }
}
