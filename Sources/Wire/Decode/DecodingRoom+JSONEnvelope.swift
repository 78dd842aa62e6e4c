/// The attributes of a CloudEvent in JSON, in the order in which they are checked.
extension DecodingRoom {
    /// Returns the index of the payload's type.
    @inline(__always)
    mutating func jsonEnvelope(in document: JSONDocument) throws(Refusal) -> Int {
        try required(.specversion, in: document)
        guard equals(Attribute.specversion, "1.0") else {
            throw Complaint.specversion(shown(Attribute.specversion))
        }
        try required(.id, in: document)
        try required(.source, in: document)
        try required(.type, in: document)
        guard let type = payloadType() else { throw Complaint.unknownType(shown(Attribute.type)) }
        let isDecision = try jsonOrigin(in: document)
        try checkOrigin(type, isDecision: isDecision)
        lastType = type
        try required(.time, in: document)
        try jsonContent(in: document)
        if has(Attribute.subject), workspace[Attribute.subject].bits != 0 {
            subjectNode = Int(workspace[Attribute.subject].bits)
            subjectIsGiven = try optional(.subject, in: document)
        } else {
            subjectIsGiven = false
        }
        if workspace[0].bits & Self.rare != 0 { try jsonRare(in: document) }
        return type
    }

    /// Bits of attributes that most events do without.
    private static let rare: UInt64 =
        1 << UInt64(Attribute.sequence) | 1 << UInt64(Attribute.correlation) | 1
        << UInt64(Attribute.causation)
        | 1 << UInt64(Attribute.cause)

    @inline(never)
    private mutating func jsonRare(in document: JSONDocument) throws(Refusal) {
        if has(Attribute.sequence) {
            if try optional(.sequence, in: document) {
                workspace[Attribute.sequence].bits = try counter(.sequence)
            } else {
                drop(Attribute.sequence)
            }
        }
        if has(Attribute.correlation), !(try optional(.correlation, in: document)) {
            drop(Attribute.correlation)
        }
        if has(Attribute.causation), !(try optional(.causation, in: document)) { drop(Attribute.causation) }
        if has(Attribute.cause) {
            if admitsDecisions, jsonCause(in: document) {
                workspace[Attribute.cause].bits = try counter(.cause)
            } else {
                drop(Attribute.cause)
            }
        }
    }

    /// A position, which is written as a number. False: there is none.
    private mutating func jsonCause(in document: JSONDocument) -> Bool {
        let node = Int(workspace[Attribute.cause].bits)
        guard document.kind(node) == .number else { return false }
        workspace.text(node, in: document, into: Attribute.cause)
        return true
    }

    /// `origin`: what the daemon writes on the way out. A fact may say that it is one.
    @inline(__always)
    private mutating func jsonOrigin(in document: JSONDocument) throws(Refusal) -> Bool {
        guard has(Attribute.origin) else { return false }
        guard try optional(.origin, in: document), !equals(Attribute.origin, "fact") else {
            drop(Attribute.origin)
            return false
        }
        guard equals(Attribute.origin, "decision") else { throw Complaint.notAFact("origin") }
        workspace[Attribute.origin].bits = 1
        return true
    }

    @inline(__always)
    private mutating func jsonContent(in document: JSONDocument) throws(Refusal) {
        if has(Attribute.contentType), try optional(.contentType, in: document),
            !equals(Attribute.contentType, "application/json"),
            !isJSONWithParameters(Attribute.contentType)
        {
            throw Complaint.contentType(shown(Attribute.contentType))
        }
        if has(Attribute.base64), document.kind(Int(workspace[Attribute.base64].bits)) != .null {
            throw Complaint.base64()
        }
        guard has(Attribute.data) else { throw Complaint.missing(.data) }
        let data = Int(workspace[Attribute.data].bits)
        switch document.kind(data) {
        case .object: break
        case .null: throw Complaint.missing(.data)
        case .array, .string, .number, .yes, .no: throw Complaint.type(.data, found: document.name(data))
        }
    }

    /// `application/json; charset=utf-8` is the same type.
    @inline(never)
    private func isJSONWithParameters(_ slot: Int) -> Bool {
        let text = shown(slot).lowercased()
        return text == "application/json" || text.hasPrefix("application/json;")
            || text.hasPrefix("application/json ;")
    }

    /// Index of the type in `firstmile.<name>.v1`.
    @inline(__always)
    private func payloadType() -> Int? {
        let slot = workspace[Attribute.type]
        guard let start = unsafe slot.start, slot.count >= 8 else { return nil }
        return unsafe Schemas.all.typeNames.find(start, slot.count, hint: lastType)
    }

    @inline(__always)
    private func has(_ number: Int) -> Bool { workspace[0].bits >> UInt64(number) & 1 == 1 }

    private mutating func drop(_ number: Int) { workspace[0].bits &= ~(1 << UInt64(number)) }

    @inline(__always)
    private mutating func required(_ spec: FieldSpec, in document: JSONDocument) throws(Refusal) {
        guard has(Int(spec.number)), try workspace.resolveJSON(spec, at: Int(spec.number), in: document)
        else {
            throw Complaint.missing(spec)
        }
    }

    @inline(__always)
    private mutating func optional(_ spec: FieldSpec, in document: JSONDocument) throws(Refusal) -> Bool {
        try workspace.resolveJSON(spec, at: Int(spec.number), in: document)
    }

    @inline(__always)
    private func equals(_ slot: Int, _ text: StaticString) -> Bool {
        guard let start = unsafe workspace[slot].start else { return false }
        return unsafe text.equals(start, workspace[slot].count)
    }

    private func shown(_ slot: Int) -> String {
        unsafe Wire.shown(workspace[slot].start, workspace[slot].count)
    }

    /// Decimal digits, as many zeros before them as the publisher likes.
    private func counter(_ spec: FieldSpec) throws(Refusal) -> UInt64 {
        let slot = workspace[Int(spec.number)]
        var value: UInt64 = 0
        let text = unsafe UnsafeRawBufferPointer(start: slot.start, count: slot.count)
        for index in 0..<text.count {
            let byte = unsafe text[index]
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(byte &- 0x30))
            guard byte &- 0x30 <= 9, !tooLarge, !overflow else {
                throw Complaint.counter(spec, shown(Int(spec.number)))
            }
            value = sum
        }
        return value
    }
}
