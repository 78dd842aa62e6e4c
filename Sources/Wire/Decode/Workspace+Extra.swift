/// Unknown members that come inside protobuf as JSON text. They are spliced into JSON on the way out, so they
/// are parsed on the way in: nobody may break out of them or give a known member a second value.
extension Workspace {
    /// Brings the text into the form a JSON event would have given. False: there is nothing to keep.
    @inline(never)
    mutating func checkExtra(
        at slot: Int, field: String, reserved: MessageSchema, admits: StaticString? = nil
    ) throws(Refusal) -> Bool {
        guard self[slot].count >= 0 else { throw Self.badExtra(field, "is no text") }
        guard self[slot].count > 0, let start = unsafe self[slot].start else {
            isCanonical = false
            return false
        }
        var object = ByteWriter()
        object.byte(0x7B)
        unsafe object.bytes(start, self[slot].count)
        object.byte(0x7D)
        let parser = extraParser ?? JSONParser()
        extraParser = parser
        let document: JSONDocument
        do throws(JSONProblem) {
            document = try unsafe parser.parse(object.bytes)
        } catch { throw Self.badExtra(field, "does not parse: \(error.reason)") }
        guard document.kind(0) == .object, document.next(0) > 1 else {
            throw Self.badExtra(field, "holds no members")
        }
        if let name = document.repeatedName(in: 0) { throw Complaint.twice(name) }
        var key = 1
        while key < document.next(0) {
            let name =
                unsafe document.isEscaped(key)
                ? document.unescape(key, into: &scratch) : document.raw(key)
            if let start = name.baseAddress, unsafe reserved.find(start, name.count, hint: 0) != nil,
                unsafe admits?.equals(start, name.count) != true
            {
                throw Self.badExtra(field, "holds the known member \(unsafe shown(start, name.count))")
            }
            key = document.next(key + 1)
        }
        let begin = scratch.count
        document.write(0, into: &scratch)
        let written = unsafe scratch.bytes(from: begin)
        let members = unsafe UnsafeRawBufferPointer(rebasing: written[1..<(written.count - 1)])
        let sent = unsafe UnsafeRawBufferPointer(start: self[slot].start, count: self[slot].count)
        if unsafe !members.elementsEqual(sent) { isCanonical = false }
        unsafe self[slot].start = members.baseAddress
        self[slot].count = members.count
        return true
    }

    private static func badExtra(_ field: String, _ problem: String) -> Refusal {
        Refusal(
            .invalidField, field: field, reason: "\(field) \(problem)",
            fix:
                "send members of a JSON object that the schema does not know, such as \"colour\":\"red\", or none"
        )
    }
}
