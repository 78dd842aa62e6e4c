import Vocabulary

/// Reads the events of a payload: checks each of them wholly and brings it into the canonical form of the log.
///
/// Reused from payload to payload; belongs to one thread.
public final class EventDecoder {
    var workspace = Workspace()
    let parser = JSONParser()
    /// The record of the event at hand, where it has to be written.
    var record = ByteWriter()
    /// The subject of the JSON event at hand.
    var subjectIsGiven = false
    var subjectNode = 0
    var lastType = 0
    /// Whether decisions are read too, as a consumer of the feed does. The intake takes facts only.
    let admitsDecisions: Bool
    /// Write every record field by field: what a canonical record is compared with in tests.
    var rewritesAll = false

    public init(admitsDecisions: Bool = false) { self.admitsDecisions = admitsDecisions }

    /// Appends one item per event to `batch`, in the order of the payload.
    ///
    /// A bad event is refused alone. A payload that does not parse gives one refusal with the code
    /// `malformed` and nothing else; so does an empty batch of JSON give no item at all.
    public func decode(
        _ bytes: UnsafeRawBufferPointer, as type: ContentType, into batch: inout DecodedBatch
    ) {
        workspace.scratch.clear()
        switch type {
        case .json: unsafe decodeJSON(bytes, isBatch: false, into: &batch)
        case .jsonBatch: unsafe decodeJSON(bytes, isBatch: true, into: &batch)
        case .protobuf: unsafe decodeProtobuf(bytes, into: &batch)
        }
    }

    /// One event of a protobuf batch, or one record, alone.
    public func decodeOne(_ bytes: UnsafeRawBufferPointer, into batch: inout DecodedBatch) {
        workspace.scratch.clear()
        guard let start = bytes.baseAddress else { return }
        unsafe protobufEvent(start, start + bytes.count, payload: start, into: &batch)
    }

    /// The envelope and payload are checked: appends the event.
    ///
    /// `sent`: the event as it came, where that may already be its record.
    @inline(__always)
    func accept(
        _ type: Int, sent: UnsafeRawBufferPointer?, into batch: inout DecodedBatch
    ) throws(Refusal) {
        let start = batch.bytes.count
        if let sent = unsafe sent, workspace.isCanonical, !rewritesAll {
            try checkSize(sent.count, type)
            unsafe batch.bytes.append(contentsOf: sent)
        } else {
            record.clear()
            unsafe RecordWriter(workspace.slots).write(type: type, into: &record)
            try checkSize(record.count, type)
            unsafe batch.bytes.append(contentsOf: record.bytes)
        }
        let fields = unsafe Fields(workspace.slots, region: Workspace.payload)
        guard let payload = Payload.read(Schemas.types[type], fields) else {
            throw Complaint.country("")
        }
        let (source, id) = (workspace[Attribute.source], workspace[Attribute.id])
        let publisher = unsafe Digest.of(UnsafeRawBufferPointer(start: source.start, count: source.count))
        let hasSequence = workspace[0].bits >> UInt64(Attribute.sequence) & 1 == 1
        batch.items.append(
            .event(
                DecodedEvent(
                    event: Event(
                        time: Instant(nanoseconds: Int64(bitPattern: workspace[Attribute.time].bits)),
                        payload: payload, publisher: publisher,
                        sequence: hasSequence ? workspace[Attribute.sequence].bits : nil),
                    record: start..<batch.bytes.count,
                    identity: unsafe Digest.of(source: publisher, id: id.start, id.count))))
    }

    @inline(__always)
    private func checkSize(_ count: Int, _ type: Int) throws(Refusal) {
        guard count > Limits.event else { return }
        let limit = Schemas.types[type] == .rulebookActivated ? Limits.rulebookEvent : Limits.event
        if count > limit { throw Complaint.tooLong("data", count, limit: limit) }
    }

    /// Decisions, and what claims to be one, are the daemon's own.
    @inline(__always)
    func checkOrigin(_ type: Int, isDecision: Bool) throws(Refusal) {
        if admitsDecisions { return }
        if !Schemas.types[type].canBeFact { throw Complaint.notAFact("type") }
        if isDecision { throw Complaint.notAFact("origin") }
    }
}
