/// The attributes of an event that came as protobuf, in the order of the JSON form.
extension DecodingRoom {
    @inline(__always)
    mutating func protobufEnvelope(_ found: Workspace.FoundPayload) throws(Refusal) {
        try required(Attribute.id, limit: Limits.id)
        try required(Attribute.source, limit: Limits.source)
        if try number(Attribute.version, .sequence), workspace[Attribute.version].bits != 1 {
            throw Complaint.version(workspace[Attribute.version].bits)
        } else if has(Attribute.version) {
            // Version 1 is what an absent one means.
            drop(Attribute.version)
        }
        if try number(Attribute.origin, .origin) {
            guard workspace[Attribute.origin].bits <= 1 else { throw Complaint.notAFact("origin") }
            if workspace[Attribute.origin].bits == 0 { drop(Attribute.origin) }
        }
    }

    @inline(__always)
    func protobufTime() throws(Refusal) {
        guard has(Attribute.time) else { throw Complaint.missing(.time) }
        guard workspace[Attribute.time].count == Slot.fixed else { throw Complaint.wireType(.time) }
        let time = Int64(bitPattern: workspace[Attribute.time].bits)
        if time == 0 { throw Complaint.missing(.time) }
        if time < 0 { throw Complaint.time("time", found: "\(time) ns, before 1970") }
    }

    @inline(__always)
    mutating func protobufRest() throws(Refusal) {
        _ = try number(Attribute.sequence, .sequence)
        try optional(Attribute.correlation)
        try optional(Attribute.causation)
        _ = try number(Attribute.cause, .cause)
    }

    /// Members without a field of their own.
    @inline(__always)
    mutating func protobufExtras(_ schema: MessageSchema) throws(Refusal) {
        guard
            workspace[0].bits & (1 << UInt64(Attribute.extraAttributes) | 1 << UInt64(Attribute.extraData))
                != 0
        else { return }
        let hasOrder =
            schema.orderField > 0 && workspace[Workspace.payload].bits >> UInt64(schema.orderField) & 1 == 1
        if has(Attribute.extraAttributes) {
            let isKept = try workspace.checkExtra(
                at: Attribute.extraAttributes, field: "extra_attributes", reserved: Schemas.all.attributes,
                admits: hasOrder ? nil : "subject")
            if !isKept { drop(Attribute.extraAttributes) }
        }
        if has(Attribute.extraData) {
            let isKept = try workspace.checkExtra(
                at: Attribute.extraData, field: "extra_data", reserved: schema)
            if !isKept { drop(Attribute.extraData) }
        }
    }

    /// A fact has no cause in our log: what a publisher writes there is about another log.
    @inline(__always)
    mutating func dropCause() {
        if has(Attribute.cause) { drop(Attribute.cause) }
    }

    @inline(__always)
    private func has(_ number: Int) -> Bool { workspace[0].bits >> UInt64(number) & 1 == 1 }

    @inline(never)
    private mutating func drop(_ number: Int) {
        workspace[0].bits &= ~(1 << UInt64(number))
        workspace.isCanonical = false
    }

    @inline(__always)
    private func required(_ number: Int, limit: Int) throws(Refusal) {
        let count = has(number) ? workspace[number].count : 0
        guard count > 0, count <= limit, let start = unsafe workspace[number].start,
            unsafe TextCheck.isPlain(start, count)
        else { throw badText(number) }
    }

    @inline(__always)
    private mutating func optional(_ number: Int) throws(Refusal) {
        guard has(number) else { return }
        if workspace[number].count == 0 { return drop(number) }
        try required(number, limit: Limits.attribute)
    }

    /// Why `required` did not take it.
    @inline(never)
    private func badText(_ number: Int) -> Refusal {
        guard let spec = FieldSpec.attributes.first(where: { $0.number == UInt8(number) }) else {
            return Complaint.brokenMessage("")
        }
        let count = has(number) ? workspace[number].count : 0
        if count == 0 { return Complaint.missing(spec) }
        if count < 0 { return Complaint.wireType(spec) }
        if count > spec.high { return Complaint.tooLong("\(spec.name)", count, limit: Int(spec.high)) }
        return Complaint.badText("\(spec.name)")
    }

    /// Whether the number is there.
    @inline(__always)
    private mutating func number(_ number: Int, _ spec: @autoclosure () -> FieldSpec) throws(Refusal) -> Bool
    {
        guard has(number) else { return false }
        guard workspace[number].count == Slot.varint else { throw Complaint.wireType(spec()) }
        return true
    }
}
