/// From checked slots to the canonical bytes: fields in ascending order, defaults left out, unknown fields
/// at the end of the message they came in.
@safe struct RecordWriter {
    private let slots: UnsafeMutablePointer<Slot>

    init(_ slots: UnsafeMutablePointer<Slot>) { unsafe self.slots = slots }

    /// `type`: index of the payload's type.
    func write(type: Int, into out: inout ByteWriter) {
        let present = unsafe slots[0].bits
        @inline(__always) func has(_ number: Int) -> Bool { present >> UInt64(number) & 1 == 1 }
        text(Attribute.id, Attribute.id, &out)
        text(Attribute.source, Attribute.source, &out)
        if has(Attribute.time) { out.fixed64(Attribute.time, unsafe slots[Attribute.time].bits) }
        if has(Attribute.sequence) { out.varint(Attribute.sequence, unsafe slots[Attribute.sequence].bits) }
        if has(Attribute.correlation) { text(Attribute.correlation, Attribute.correlation, &out) }
        if has(Attribute.causation) { text(Attribute.causation, Attribute.causation, &out) }
        if has(Attribute.origin) { out.varint(Attribute.origin, 1) }
        if has(Attribute.cause) { out.varint(Attribute.cause, unsafe slots[Attribute.cause].bits) }
        if has(Attribute.extraAttributes) { text(Attribute.extraAttributes, Attribute.extraAttributes, &out) }
        if has(Attribute.extraData) { text(Attribute.extraData, Attribute.extraData, &out) }
        let version = Upcasts.shipped.newest(type)
        if version > 1 { out.varint(Attribute.version, UInt64(version)) }
        out.key(Schemas.firstPayload + type, 2)
        let start = out.count
        message(region: Workspace.payload, Schemas.all[payload: type], &out)
        unknown(Workspace.payload, &out)
        out.close(from: start)
        unknown(0, &out)
    }

    @inline(__always)
    private func text(_ number: Int, _ slot: Int, _ out: inout ByteWriter) {
        guard let start = unsafe slots[slot].start else { return }
        unsafe out.text(number, start, slots[slot].count)
    }

    private func unknown(_ region: Int, _ out: inout ByteWriter) {
        guard let start = unsafe slots[region].start else { return }
        unsafe out.bytes(start, slots[region].count)
    }

    @inline(__always)
    private func message(region: Int, _ schema: MessageSchema, _ out: inout ByteWriter) {
        let present = unsafe slots[region].bits
        for index in 0..<schema.count {
            let number = Int(schema[index].number)
            guard present >> UInt64(number) & 1 == 1 else { continue }
            let slot = region &+ number
            switch schema[index].kind {
            case .token, .text, .country: text(number, slot, &out)
            case .flag, .number, .amount, .choice: out.varint(number, unsafe slots[slot].bits)
            case .instant: out.fixed64(number, unsafe slots[slot].bits)
            case .tokens:
                let first = unsafe Int(slots[slot].bits)
                for item in unsafe first..<(first + slots[slot].count) { text(number, item, &out) }
            case .papers: papers(number, unsafe slots[slot].bits, &out)
            case .message: inner(number, unsafe Int(slots[slot].bits), schema[index].inner, &out)
            case .messages:
                for item in unsafe 0..<slots[slot].count {
                    inner(
                        number, unsafe Int(slots[slot].bits) + item * Workspace.innerSize,
                        schema[index].inner,
                        &out)
                }
            }
        }
    }

    private func inner(_ number: Int, _ region: Int, _ schema: InnerSchema, _ out: inout ByteWriter) {
        out.key(number, 2)
        let start = out.count
        message(region: region, Schemas.all[inner: schema], &out)
        if unsafe slots[region].bits >> UInt64(FieldSpec.innerExtra) & 1 == 1 {
            text(FieldSpec.innerExtra, region + FieldSpec.innerExtra, &out)
        }
        unknown(region, &out)
        out.close(from: start)
    }

    private func papers(_ number: Int, _ bits: UInt64, _ out: inout ByteWriter) {
        out.key(number, 2)
        let start = out.count
        for bit in 0..<8 where bits >> UInt64(bit) & 1 == 1 { out.byte(UInt8(bit + 1)) }
        out.close(from: start)
    }
}
