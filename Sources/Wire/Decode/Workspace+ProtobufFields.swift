import Vocabulary

/// Checks protobuf fields, in schema order, and brings their slots into the common form.
extension Workspace {
    /// `trusted`: the bytes are a record of our own log. Limits and encodings were checked when it was
    /// accepted, and what was accepted once must be readable for ever.
    @inline(__always)
    mutating func resolveProtobuf(
        region: Int, _ schema: MessageSchema, trusted: Bool
    ) throws(Refusal) {
        var present = self[region].bits
        for index in 0..<schema.count {
            let number = Int(schema[index].number)
            let bit: UInt64 = 1 << UInt64(number)
            if present & bit != 0, try resolveProtobuf(schema[index], at: region &+ number, trusted: trusted)
            {
                continue
            }
            present &= ~bit
            if schema[index].required { throw Complaint.missing(schema[index]) }
        }
        self[region].bits = present
    }

    /// False: the value is the same as none.
    @inline(__always)
    private mutating func resolveProtobuf(
        _ spec: borrowing FieldSpec, at slot: Int, trusted: Bool
    ) throws(Refusal) -> Bool {
        let count = self[slot].count
        switch spec.kind {
        case .token:
            guard count > 0 else { return try isAbsent(spec, count) }
            if trusted {
                guard count <= Limits.token else {
                    throw Complaint.tooLong("\(spec.name)", count, limit: Limits.token)
                }
            } else {
                try checkToken(spec, at: slot)
            }
        case .text:
            guard count > 0 else { return try isAbsent(spec, count) }
            if !trusted { try checkText(spec, at: slot) }
        case .country:
            guard count > 0 else { return try isAbsent(spec, count) }
            try checkCountry(at: slot)
        case .flag:
            guard count == Slot.varint else { throw Complaint.wireType(copy spec) }
            guard self[slot].bits != 0 else { return notWritten() }
            if self[slot].bits != 1 {
                self[slot].bits = 1
                isCanonical = false
            }
        case .number, .amount:
            guard count == Slot.varint else { throw Complaint.wireType(copy spec) }
            if Int64(bitPattern: self[slot].bits) == spec.fallback { return notWritten() }
            if !trusted { try checkNumber(spec, at: slot) }
        case .instant:
            guard count == Slot.fixed else { throw Complaint.wireType(copy spec) }
            if !trusted, Int64(bitPattern: self[slot].bits) <= 0 {
                throw Complaint.time("\(spec.name)", found: "\(Int64(bitPattern: self[slot].bits)) ns")
            }
        case .choice:
            guard count == Slot.varint else { throw Complaint.wireType(copy spec) }
            let bits = self[slot].bits
            if bits == 0 { return notWritten() }
            guard bits < spec.choices.end else {
                throw Complaint.choice(copy spec, found: "number \(bits)")
            }
        case .tokens: return try protobufTokens(copy spec, at: slot, trusted: trusted)
        case .papers: return try protobufPapers(copy spec, at: slot)
        case .message: try protobufMessage(copy spec, at: slot, trusted: trusted)
        case .messages: return try protobufMessages(copy spec, at: slot, trusted: trusted)
        }
        return true
    }

    /// An empty text is the same as none.
    @inline(never)
    private mutating func isAbsent(_ spec: borrowing FieldSpec, _ count: Int) throws(Refusal) -> Bool {
        guard count == 0 else { throw Complaint.wireType(copy spec) }
        return notWritten()
    }

    /// The field stands there although its value is the default: the record will leave it out.
    @inline(never)
    private mutating func notWritten() -> Bool {
        isCanonical = false
        return false
    }

    private mutating func protobufMessage(
        _ spec: FieldSpec, at slot: Int, trusted: Bool
    ) throws(Refusal) {
        guard self[slot].count >= 0, let start = unsafe self[slot].start else {
            throw Complaint.wireType(spec)
        }
        let end = unsafe start + self[slot].count
        let region = take(Workspace.innerSize)
        self[slot].bits = UInt64(region)
        do throws(Refusal) {
            unsafe try inner(start, end, region: region, spec.inner, trusted: trusted)
        } catch { throw error.inside("\(spec.name)") }
    }

    private mutating func protobufMessages(
        _ spec: FieldSpec, at slot: Int, trusted: Bool
    ) throws(Refusal) -> Bool {
        let found = occurrences(at: slot, of: spec.number)
        guard trusted || found <= spec.high else { throw Complaint.tooMany(spec, found) }
        let first = take(found * Workspace.innerSize)
        guard let start = unsafe self[slot].start else { return false }
        var reader = unsafe ProtobufReader(start, start + self[slot].count)
        var index = 0
        while index < found, let key = reader.varint() {
            guard key >> 3 == spec.number else {
                isCanonical = reader.skip(wire: key & 7) && isCanonical
                continue
            }
            guard key & 7 == 2, let length = reader.length() else { throw Complaint.wireType(spec) }
            let begin = unsafe reader.cursor
            do throws(Refusal) {
                unsafe try inner(
                    begin, begin + length, region: first + index * Workspace.innerSize, spec.inner,
                    trusted: trusted)
            } catch { throw error.inside("\(spec.name)[\(index)]") }
            _ = reader.advance(length)
            index += 1
        }
        self[slot].bits = UInt64(first)
        self[slot].count = found
        return true
    }

    private mutating func inner(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, region: Int, _ schema: InnerSchema, trusted: Bool
    ) throws(Refusal) {
        let schema = Schemas.all[inner: schema]
        guard unsafe scan(start, end, region: region, schema) else { throw Complaint.brokenMessage("") }
        if !trusted { unsafe keepUnknown(start, end, region: region, known: schema.known) }
        try resolveProtobuf(region: region, schema, trusted: trusted)
        let extra = region + FieldSpec.innerExtra
        if !trusted, self[region].bits >> UInt64(FieldSpec.innerExtra) & 1 == 1 {
            let isKept = try checkExtra(at: extra, field: "extra", reserved: schema)
            if !isKept { self[region].bits &= ~(1 << UInt64(FieldSpec.innerExtra)) }
        }
    }

    /// How often a repeated field occurs from its first place on.
    private func occurrences(at slot: Int, of number: UInt8) -> Int {
        guard let start = unsafe self[slot].start else { return 0 }
        var reader = unsafe ProtobufReader(start, start + self[slot].count)
        var found = 0
        while !reader.isAtEnd, let key = reader.varint() {
            if key >> 3 == UInt64(number) { found += 1 }
            guard reader.skip(wire: key & 7) else { break }
        }
        return found
    }

    private mutating func protobufTokens(
        _ spec: FieldSpec, at slot: Int, trusted: Bool
    ) throws(Refusal) -> Bool {
        let found = occurrences(at: slot, of: spec.number)
        guard trusted || found <= spec.high else { throw Complaint.tooMany(spec, found) }
        let first = take(found)
        guard let start = unsafe self[slot].start else { return false }
        var reader = unsafe ProtobufReader(start, start + self[slot].count)
        var index = 0
        while index < found, let key = reader.varint() {
            guard key >> 3 == spec.number else {
                _ = reader.skip(wire: key & 7)
                continue
            }
            guard key & 7 == 2, let length = reader.length() else { throw Complaint.wireType(spec) }
            self[first + index] = unsafe Slot(start: reader.cursor, count: length, bits: 0)
            guard length <= Limits.token, length > 0 || trusted else { throw Complaint.item(spec, index) }
            if !trusted, unsafe !TextCheck.isPlain(reader.cursor, length) {
                throw Complaint.item(spec, index)
            }
            _ = reader.advance(length)
            index += 1
        }
        self[slot].bits = UInt64(first)
        self[slot].count = found
        return true
    }

    /// A set: packed or not, in any order.
    private mutating func protobufPapers(_ spec: FieldSpec, at slot: Int) throws(Refusal) -> Bool {
        guard let start = unsafe self[slot].start else { return false }
        var reader = unsafe ProtobufReader(start, start + self[slot].count)
        var papers: UInt64 = 0
        var fields = 0
        while !reader.isAtEnd, let key = reader.varint() {
            guard key >> 3 == spec.number, key & 7 == 0 || key & 7 == 2 else {
                guard key >> 3 != spec.number, reader.skip(wire: key & 7) else {
                    throw Complaint.wireType(spec)
                }
                continue
            }
            fields += 1
            if key & 7 == 0 { isCanonical = false }
            guard let length = key & 7 == 2 ? reader.length() : 1 else { throw Complaint.wireType(spec) }
            let stop = unsafe key & 7 == 2 ? reader.cursor + length : reader.cursor + 1
            while unsafe reader.cursor < stop {
                guard let number = reader.varint() else { throw Complaint.wireType(spec) }
                guard number >= 1, number < spec.choices.end else {
                    throw Complaint.choice(spec, found: "number \(number)")
                }
                // Ascending and each once: the form every serializer gives for a sorted list.
                if papers >> (number - 1) != 0 { isCanonical = false }
                papers |= 1 << (number - 1)
            }
        }
        if fields != 1 || !reader.isMinimal { isCanonical = false }
        self[slot].bits = papers
        if papers == 0 { isCanonical = false }
        return papers != 0
    }
}
