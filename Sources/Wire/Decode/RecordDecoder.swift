public import Vocabulary

/// Reads records of the log: for projectors, restarts and the feed. Trusts them, as they were checked when
/// they were accepted.
public enum RecordDecoder {
    /// `recordedAt`: the recorded time of the record's frame.
    ///
    /// A payload of an older version is read as the newest, see ``Upcasts``. Throws only for bytes that no version of this
    /// module has written.
    @inline(__always)
    public static func decode(
        _ record: UnsafeRawBufferPointer, position: Position, recordedAt: Instant,
        by upcasts: Upcasts = .shipped
    ) throws(Refusal) -> Recorded {
        do throws(Refusal) {
            return try unsafe newest(record, position: position, recordedAt: recordedAt, upcasts)
        } catch {
            guard let lifted = unsafe upcasts.lift(record) else { throw error }
            let result = unsafe lifted.withUnsafeBytes { record in
                Result { () throws(Refusal) in
                    try unsafe newest(record, position: position, recordedAt: recordedAt, upcasts)
                }
            }
            return try result.get()
        }
    }

    private static func newest(
        _ record: UnsafeRawBufferPointer, position: Position, recordedAt: Instant, _ upcasts: Upcasts
    ) throws(Refusal) -> Recorded {
        try unsafe withUnsafeTemporaryAllocation(of: Slot.self, capacity: room) { (slots) throws(Refusal) in
            var workspace = unsafe Workspace(borrowing: slots)
            let type = try unsafe workspace.openRecord(record, upcasts)
            let fields = unsafe Fields(workspace.slots, region: Workspace.payload)
            let present = workspace[0].bits
            @inline(__always) func number(_ number: Int) -> UInt64? {
                present >> UInt64(number) & 1 == 1 ? workspace[number].bits : nil
            }
            let source = workspace[Attribute.source]
            return Recorded(
                position: position, recordedAt: recordedAt,
                origin: number(Attribute.origin) == 1 ? .decision : .fact,
                cause: number(Attribute.cause).map(Position.init),
                event: Event(
                    time: Instant(nanoseconds: Int64(bitPattern: number(Attribute.time) ?? 0)),
                    payload: Payload.read(Schemas.types[type], fields),
                    publisher: unsafe Digest.of(
                        UnsafeRawBufferPointer(start: source.start, count: source.count)),
                    sequence: number(Attribute.sequence)))
        }
    }

    /// Where source and id lie in the record.
    public static func identity(
        of record: UnsafeRawBufferPointer
    ) throws(Refusal) -> (source: Range<Int>, id: Range<Int>) {
        guard let start = record.baseAddress else { throw Complaint.brokenMessage("") }
        var reader = unsafe ProtobufReader(start, start + record.count)
        var id: Range<Int>?
        // In the canonical form the id comes first and the source second.
        while let key = reader.varint(), key == 1 << 3 | 2 || key == 2 << 3 | 2, let length = reader.length()
        {
            let begin = unsafe reader.cursor - start
            if key == 2 << 3 | 2, let id { return (begin..<(begin + length), id) }
            id = begin..<(begin + length)
            _ = reader.advance(length)
        }
        throw Complaint.brokenMessage("")
    }

    /// ``Digest`` of (source, id): what ``DecodedEvent/identity`` was when the record was accepted.
    public static func digest(of record: UnsafeRawBufferPointer) throws(Refusal) -> UInt64 {
        let identity = try unsafe identity(of: record)
        return unsafe Digest.of(
            source: UnsafeRawBufferPointer(rebasing: record[identity.source]),
            id: UnsafeRawBufferPointer(rebasing: record[identity.id]))
    }

    /// Slots on the stack: an order with nine goods; more take room on the heap.
    private static let room = Workspace.least + 10 * Workspace.innerSize
}

extension Workspace {
    /// Notes and trusts the fields of a record of the newest version; returns the index of its type.
    @inline(__always)
    mutating func openRecord(
        _ record: UnsafeRawBufferPointer, _ upcasts: Upcasts
    ) throws(Refusal) -> Int {
        guard let start = record.baseAddress,
            let found = unsafe scanEvent(start, start + record.count)
        else { throw Complaint.brokenMessage("") }
        guard let type = found.type, let body = unsafe found.start, let end = unsafe found.end else {
            throw Complaint.noPayload()
        }
        guard hasSoundEnvelope(version: UInt64(upcasts.newest(type))) else {
            throw Complaint.brokenMessage("")
        }
        let schema = Schemas.all[payload: type]
        guard unsafe scan(body, end, region: Workspace.payload, schema) else {
            throw Complaint.brokenMessage("data")
        }
        try resolveProtobuf(region: Workspace.payload, schema, trusted: true)
        return type
    }

    /// Whether id and source are there, every attribute has its own wire type, and the payload is of the newest version.
    private func hasSoundEnvelope(version: UInt64) -> Bool {
        let present = self[0].bits
        if version > 1, present >> UInt64(Attribute.version) & 1 == 0 { return false }
        let required: UInt64 = 1 << UInt64(Attribute.id) | 1 << UInt64(Attribute.source)
        guard present & required == required else { return false }
        for number in Attribute.id...Attribute.version where present >> UInt64(number) & 1 == 1 {
            let count = self[number].count
            switch number {
            case Attribute.time: if count != Slot.fixed { return false }
            case Attribute.version:
                if count != Slot.varint || self[number].bits != version { return false }
            case Attribute.sequence, Attribute.origin, Attribute.cause:
                if count != Slot.varint { return false }
            default: if count < 0 { return false }
            }
        }
        return true
    }
}
