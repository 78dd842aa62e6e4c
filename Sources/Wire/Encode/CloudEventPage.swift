import Vocabulary

/// The event being written.
struct CloudEventPage: ~Copyable {
    private var workspace = Workspace()
    private let upcasts: Upcasts
    private(set) var out = ByteWriter()

    init(_ upcasts: Upcasts) { self.upcasts = upcasts }

    mutating func write(
        _ record: UnsafeRawBufferPointer, position: Position?, recordedAt: Instant?
    ) throws(Refusal) {
        out.clear()
        workspace.begin()
        let type = try unsafe workspace.openRecord(record, upcasts)
        out.text("{\"specversion\":\"1.0\",\"id\":")
        string(Attribute.id)
        out.text(",\"source\":")
        string(Attribute.source)
        out.text(",\"type\":\"")
        unsafe out.bytes(Schemas.all.typeNames[type])
        out.text("\",\"time\":")
        out.jsonTime(
            Instant(nanoseconds: has(Attribute.time) ? Int64(bitPattern: workspace[Attribute.time].bits) : 0))
        let schema = Schemas.all[payload: type]
        if schema.orderField > 0, workspace[Workspace.payload].bits >> UInt64(schema.orderField) & 1 == 1 {
            out.text(",\"subject\":")
            string(Workspace.payload + schema.orderField)
        }
        out.text(",\"datacontenttype\":\"application/json\"")
        extensions(position, recordedAt)
        out.text(",\"data\":")
        data(schema)
        out.text("}")
    }

    mutating func writeData(of record: UnsafeRawBufferPointer) throws(Refusal) {
        out.clear()
        workspace.begin()
        data(Schemas.all[payload: try unsafe workspace.openRecord(record, upcasts)])
    }

    private mutating func data(_ schema: MessageSchema) {
        out.text("{")
        let start = out.count
        unsafe JSONFields(slots: workspace.slots).write(Workspace.payload, schema, into: &out)
        if has(Attribute.extraData) {
            if out.count > start { out.byte(0x2C) }
            raw(Attribute.extraData)
        }
        out.text("}")
    }

    private mutating func extensions(_ position: Position?, _ recordedAt: Instant?) {
        if has(Attribute.sequence) {
            out.text(",\"sequence\":\"")
            padded(workspace[Attribute.sequence].bits)
            out.byte(0x22)
        }
        if has(Attribute.correlation) {
            out.text(",\"correlationid\":")
            string(Attribute.correlation)
        }
        if has(Attribute.causation) {
            out.text(",\"causationid\":")
            string(Attribute.causation)
        }
        if has(Attribute.origin) {
            out.text(",\"origin\":\"decision\"")
        } else {
            out.text(",\"origin\":\"fact\"")
        }
        if has(Attribute.cause) {
            out.text(",\"cause\":")
            out.decimal(workspace[Attribute.cause].bits)
        }
        if let position {
            out.text(",\"position\":")
            out.decimal(position.rawValue)
        }
        if let recordedAt {
            out.text(",\"recordedtime\":")
            out.jsonTime(recordedAt)
        }
        if has(Attribute.extraAttributes) {
            out.byte(0x2C)
            raw(Attribute.extraAttributes)
        }
    }

    private func has(_ number: Int) -> Bool { workspace[0].bits >> UInt64(number) & 1 == 1 }

    private mutating func string(_ slot: Int) {
        let slot = workspace[slot]
        unsafe out.jsonString(UnsafeRawBufferPointer(start: slot.start, count: max(0, slot.count)))
    }

    /// Members as they were checked when the event came.
    private mutating func raw(_ slot: Int) {
        let slot = workspace[slot]
        unsafe out.bytes(UnsafeRawBufferPointer(start: slot.start, count: max(0, slot.count)))
    }

    /// Twenty digits, so that counters sort as text.
    private mutating func padded(_ value: UInt64) {
        var bound: UInt64 = 10_000_000_000_000_000_000
        while bound > 1, value < bound {
            out.byte(0x30)
            bound /= 10
        }
        out.decimal(value)
    }
}
