import Vocabulary

/// What decoding an event needs at hand: a struct, because the properties of a class are guarded against
/// overlapping access each time they are touched.
struct DecodingRoom: ~Copyable {
    var workspace = Workspace()
    let parser = JSONParser()
    /// The record of the event at hand, where it has to be written.
    var record = ByteWriter()
    /// The subject of the JSON event at hand.
    var subjectIsGiven = false
    var subjectNode = 0
    /// Index of the type before: events of one type come together.
    var lastType = 0
    let admitsDecisions: Bool
    let rewritesAll: Bool

    init(admitsDecisions: Bool, rewritesAll: Bool) {
        self.admitsDecisions = admitsDecisions
        self.rewritesAll = rewritesAll
    }

    mutating func decode(
        _ bytes: UnsafeRawBufferPointer, as type: ContentType, into batch: inout DecodedBatch
    ) {
        workspace.scratch.clear()
        switch type {
        case .json: unsafe decodeJSON(bytes, isBatch: false, into: &batch)
        case .jsonBatch: unsafe decodeJSON(bytes, isBatch: true, into: &batch)
        case .protobuf: unsafe decodeProtobuf(bytes, into: &batch)
        }
    }

    /// The envelope and payload are checked: appends the event.
    ///
    /// `sent`: the event as it came, where that may already be its record.
    @inline(__always)
    mutating func accept(
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
        let (source, id) = (workspace[Attribute.source], workspace[Attribute.id])
        let publisher = unsafe Digest.of(UnsafeRawBufferPointer(start: source.start, count: source.count))
        let hasSequence = workspace[0].bits >> UInt64(Attribute.sequence) & 1 == 1
        batch.items.append(
            .event(
                DecodedEvent(
                    event: Event(
                        time: Instant(nanoseconds: Int64(bitPattern: workspace[Attribute.time].bits)),
                        payload: Payload.read(Schemas.types[type], fields), publisher: publisher,
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
