import Vocabulary

/// Events as JSON.
extension DecodingRoom {
    mutating func decodeJSON(_ bytes: UnsafeRawBufferPointer, isBatch: Bool, into batch: inout DecodedBatch) {
        let document: JSONDocument
        do throws(JSONProblem) {
            document = try unsafe parser.parse(bytes)
        } catch {
            batch.items.append(.refused(Complaint.notJSON(error, length: bytes.count)))
            return
        }
        workspace.scratch.reserve(4 * bytes.count)
        guard isBatch else {
            jsonEvent(0, in: document, into: &batch)
            return
        }
        guard document.kind(0) == .array else {
            batch.items.append(.refused(Complaint.notABatch(bytes.count)))
            return
        }
        var element = 1
        while element < document.next(0), batch.items.count < batch.limit {
            jsonEvent(element, in: document, into: &batch)
            element = document.next(element)
        }
    }

    @inline(__always)
    private mutating func jsonEvent(_ node: Int, in document: JSONDocument, into batch: inout DecodedBatch) {
        let length = batch.bytes.count
        do throws(Refusal) {
            try checkedEvent(node, in: document, into: &batch)
        } catch {
            batch.bytes.removeSubrange(length...)
            var refusal = error
            identify(node, in: document, &refusal)
            batch.items.append(.refused(refusal))
        }
    }

    @inline(__always)
    private mutating func checkedEvent(
        _ node: Int, in document: JSONDocument, into batch: inout DecodedBatch
    ) throws(Refusal) {
        guard document.kind(node) == .object else { throw Complaint.notAnEvent(document.name(node)) }
        workspace.begin()
        let attributes = Schemas.all.attributes
        let hasRest = try workspace.scan(node, in: document, region: Workspace.envelope, attributes)
        let type = try jsonEnvelope(in: document)
        let schema = Schemas.all[payload: type]
        let data = Int(workspace[Attribute.data].bits)
        workspace[0].bits &= Self.recordAttributes

        let hasRestOfData = try workspace.scan(data, in: document, region: Workspace.payload, schema)
        try workspace.resolveJSON(region: Workspace.payload, schema, in: document)
        try workspace.checkRules(Schemas.types[type], mayDecide: admitsDecisions)
        let keepsSubject = try checkSubject(schema)
        if hasRest || keepsSubject {
            try keepAttributes(node, in: document, keepsSubject: keepsSubject)
        }
        if hasRestOfData {
            try workspace.keepRest(
                data, in: document, schema,
                rest: .init(region: Workspace.envelope, number: Attribute.extraData))
        }
        unsafe try accept(type, sent: nil, into: &batch)
    }

    /// Bits of the attributes that have a field in the record.
    private static let recordAttributes: UInt64 = 0b1111_1111_1110

    /// The subject of an order's event is its order id. True: there is no order id, the subject is kept.
    @inline(__always)
    private mutating func checkSubject(_ schema: MessageSchema) throws(Refusal) -> Bool {
        guard subjectIsGiven else { return false }
        let number = schema.orderField
        guard number > 0, workspace[Workspace.payload].bits >> UInt64(number) & 1 == 1 else { return true }
        let (subject, order) = (workspace[Attribute.subject], workspace[Workspace.payload + number])
        guard let one = unsafe subject.start, let other = unsafe order.start else { return false }
        let isSame = unsafe subject.count == order.count && Name.areEqual(one, other, order.count)
        guard isSame else {
            throw Complaint.subject(
                unsafe shown(subject.start, subject.count), order: unsafe shown(order.start, order.count))
        }
        return false
    }

    @inline(never)
    private mutating func keepAttributes(
        _ node: Int, in document: JSONDocument, keepsSubject: Bool
    ) throws(Refusal) {
        let rest = Workspace.Rest(region: Workspace.envelope, number: Attribute.extraAttributes)
        try workspace.keepRest(node, in: document, Schemas.all.attributes, rest: rest, dropNulls: true)
        guard keepsSubject else { return }
        let has = workspace[0].bits >> UInt64(rest.number) & 1 == 1
        let begin = workspace.scratch.count - (has ? workspace[rest.number].count : 0)
        if has { workspace.scratch.byte(0x2C) }
        workspace.scratch.text("\"subject\":")
        document.write(subjectNode, into: &workspace.scratch)
        unsafe workspace.note(workspace.scratch.bytes(from: begin), rest)
    }

    /// Finds id and source of an event that was refused, for its reply.
    @inline(never)
    private mutating func identify(_ node: Int, in document: JSONDocument, _ refusal: inout Refusal) {
        refusal.bytes = document.span(node)
        guard document.kind(node) == .object else { return }
        var key = node + 1
        while key < document.next(node) {
            if document.kind(key + 1) == .string {
                let name = unsafe shown(document.start(key), document.count(key))
                if name == "id" || name == "source" {
                    var plain = ByteWriter()
                    let text = unsafe document.unescape(key + 1, into: &plain)
                    let limit = name == "id" ? Limits.id : Limits.source
                    let value = unsafe String(
                        decoding: UnsafeRawBufferPointer(rebasing: text.prefix(limit)), as: UTF8.self)
                    if name == "id" { refusal.id = value } else { refusal.source = value }
                }
            }
            key = document.next(key + 1)
        }
    }
}
