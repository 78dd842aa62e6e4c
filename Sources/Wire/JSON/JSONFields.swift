import Vocabulary

/// The checked fields of a message as members of a JSON object.
@safe struct JSONFields {
    private let slots: UnsafeMutablePointer<Slot>

    init(slots: UnsafeMutablePointer<Slot>) { unsafe self.slots = slots }

    func write(_ region: Int, _ schema: MessageSchema, into out: inout ByteWriter) {
        let present = unsafe slots[region].bits
        var isFirst = true
        for index in 0..<schema.count {
            let isPresent = present >> UInt64(schema[index].number) & 1 == 1
            // Flags, counts and findings are written even where they are the default: readers need not know it.
            guard isPresent || schema[index].isAlwaysShown else { continue }
            if !isFirst { out.byte(0x2C) }
            isFirst = false
            out.byte(0x22)
            out.text(schema[index].name)
            out.text("\":")
            value(schema[index], region + Int(schema[index].number), isPresent, &out)
        }
    }

    private func value(_ spec: FieldSpec, _ slot: Int, _ isPresent: Bool, _ out: inout ByteWriter) {
        switch spec.kind {
        case .token, .text, .country: string(slot, &out)
        case .flag: out.text(isPresent ? "true" : "false")
        case .number, .amount:
            out.decimal(signed: isPresent ? Int64(bitPattern: unsafe slots[slot].bits) : spec.fallback)
        case .instant: out.jsonTime(Instant(nanoseconds: Int64(bitPattern: unsafe slots[slot].bits)))
        case .choice:
            let number = isPresent ? Int(unsafe slots[slot].bits) : Int(spec.fallback)
            let words = spec.choices.words
            let index = number - spec.choices.first
            out.jsonString(words.indices.contains(index) ? words[index] : "")
        case .tokens:
            list(unsafe slots[slot].count, &out) { item, out in
                string(unsafe Int(slots[slot].bits) + item, &out)
            }
        case .papers:
            let words = spec.choices.words.enumerated().filter {
                unsafe slots[slot].bits >> UInt64($0.offset) & 1 == 1
            }
            list(words.count, &out) { item, out in out.jsonString(words[item].element) }
        case .message: object(unsafe Int(slots[slot].bits), spec.inner, &out)
        case .messages:
            list(isPresent ? unsafe slots[slot].count : 0, &out) { item, out in
                object(unsafe Int(slots[slot].bits) + item * Workspace.innerSize, spec.inner, &out)
            }
        }
    }

    private func string(_ slot: Int, _ out: inout ByteWriter) {
        unsafe out.jsonString(UnsafeRawBufferPointer(start: slots[slot].start, count: slots[slot].count))
    }

    private func list(_ count: Int, _ out: inout ByteWriter, _ item: (Int, inout ByteWriter) -> Void) {
        out.byte(0x5B)
        for index in 0..<count {
            if index > 0 { out.byte(0x2C) }
            item(index, &out)
        }
        out.byte(0x5D)
    }

    private func object(_ region: Int, _ schema: InnerSchema, _ out: inout ByteWriter) {
        out.byte(0x7B)
        let start = out.count
        write(region, Schemas.all[inner: schema], into: &out)
        if unsafe slots[region].bits >> UInt64(FieldSpec.innerExtra) & 1 == 1 {
            if out.count > start { out.byte(0x2C) }
            let extra = unsafe slots[region + FieldSpec.innerExtra]
            unsafe out.bytes(UnsafeRawBufferPointer(start: extra.start, count: max(0, extra.count)))
        }
        out.byte(0x7D)
    }
}
