/// Events as protobuf.
extension DecodingRoom {
    mutating func decodeProtobuf(_ bytes: UnsafeRawBufferPointer, into batch: inout DecodedBatch) {
        let before = (items: batch.items.count, bytes: batch.bytes.count)
        guard let start = bytes.baseAddress else { return }
        var reader = unsafe ProtobufReader(start, start + bytes.count)
        workspace.scratch.reserve(4 * bytes.count)
        while !reader.isAtEnd, batch.items.count < batch.limit {
            let isWhole: Bool
            if let key = reader.varint() {
                if key == 1 << 3 | 2, let length = reader.length() {
                    let begin = unsafe reader.cursor
                    unsafe protobufEvent(begin, begin + length, payload: start, into: &batch)
                    isWhole = reader.advance(length)
                } else {
                    // A field that a later version may give the batch.
                    isWhole = key != 1 << 3 | 2 && reader.skip(wire: key & 7)
                }
            } else {
                isWhole = false
            }
            guard isWhole else {
                batch.items.removeSubrange(before.items...)
                batch.bytes.removeSubrange(before.bytes...)
                var refusal = Complaint.brokenMessage("")
                refusal.bytes = 0..<bytes.count
                refusal.reason += ", at byte \(unsafe reader.cursor - start)"
                batch.items.append(.refused(refusal))
                return
            }
        }
    }

    @inline(__always)
    mutating func protobufEvent(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, payload: UnsafeRawPointer,
        into batch: inout DecodedBatch
    ) {
        let length = batch.bytes.count
        do throws(Refusal) {
            try unsafe checkedEvent(start, end, into: &batch)
        } catch {
            batch.bytes.removeSubrange(length...)
            var refusal = error
            if workspace[0].bits >> UInt64(Attribute.id) & 1 == 1, workspace[Attribute.id].count > 0 {
                refusal.id = shown(workspace[Attribute.id], limit: Limits.id)
            }
            if workspace[0].bits >> UInt64(Attribute.source) & 1 == 1, workspace[Attribute.source].count > 0 {
                refusal.source = shown(workspace[Attribute.source], limit: Limits.source)
            }
            refusal.bytes = unsafe (start - payload)..<(end - payload)
            batch.items.append(.refused(refusal))
        }
    }

    @inline(__always)
    private mutating func checkedEvent(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, into batch: inout DecodedBatch
    ) throws(Refusal) {
        workspace.begin()
        guard let found = unsafe workspace.scanEvent(start, end) else { throw Complaint.brokenMessage("") }
        try protobufEnvelope(found)
        guard let type = found.type, let body = unsafe found.start, let stop = unsafe found.end else {
            throw Complaint.noPayload()
        }
        try checkOrigin(type, isDecision: workspace[0].bits >> UInt64(Attribute.origin) & 1 == 1)
        if !admitsDecisions { dropCause() }
        try protobufTime()
        try protobufRest()

        let schema = Schemas.all[payload: type]
        guard unsafe workspace.scan(body, stop, region: Workspace.payload, schema) else {
            throw Complaint.brokenMessage("data")
        }
        try workspace.resolveProtobuf(region: Workspace.payload, schema, trusted: false)
        try workspace.checkRules(Schemas.types[type], mayDecide: admitsDecisions)
        try protobufExtras(schema)
        unsafe workspace.keepUnknown(body, stop, region: Workspace.payload, known: schema.known)
        unsafe workspace.keepUnknown(start, end, region: Workspace.envelope, known: Workspace.envelopeKnown)
        unsafe try accept(type, sent: UnsafeRawBufferPointer(start: start, count: end - start), into: &batch)
    }
}

/// What a slot's text says, for a refusal.
private func shown(_ slot: Slot, limit: Int) -> String {
    unsafe String(
        decoding: UnsafeRawBufferPointer(start: slot.start, count: min(max(0, slot.count), limit)),
        as: UTF8.self)
}
