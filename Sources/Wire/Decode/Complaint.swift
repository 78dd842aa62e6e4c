/// The sentences of refusals about fields. Cold: nothing here runs for an event that is in order.
enum Complaint {
    @inline(never)
    static func missing(_ spec: FieldSpec) -> Refusal {
        Refusal(
            .missingField, field: "\(spec.name)", reason: "\(spec.name) is missing or empty",
            fix: "add \(spec.name), such as \(spec.example)")
    }

    @inline(never)
    static func type(_ spec: FieldSpec, found: String) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)", reason: "\(spec.name) is \(found), not \(wanted(spec))",
            fix: "send \(wanted(spec)), such as \(spec.example)")
    }

    /// Ids that an ERP exports as numbers.
    @inline(never)
    static func unquoted(_ spec: FieldSpec) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)", reason: "\(spec.name) is a number, not text",
            fix: "put it in quotes: numbers longer than 15 digits lose digits")
    }

    /// A number that came as text.
    @inline(never)
    static func quoted(_ spec: FieldSpec) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)", reason: "\(spec.name) is text, not a number",
            fix: "leave the quotes out, such as \(spec.example)")
    }

    @inline(never)
    static func range(_ spec: FieldSpec, found: String) -> Refusal {
        let bound = spec.high == .max ? "\(spec.low) or more" : "\(spec.low) to \(spec.high)"
        return Refusal(
            .invalidField, field: "\(spec.name)",
            reason: "\(spec.name) is \(found), which is not in the range \(bound)",
            fix: "send a whole number: \(bound), such as \(spec.example)")
    }

    @inline(never)
    static func tooLong(_ field: String, _ length: Int, limit: Int) -> Refusal {
        Refusal(
            .oversize, field: field, reason: "\(field) has \(length) bytes",
            fix: "shorten it to at most \(limit) bytes of UTF-8")
    }

    @inline(never)
    static func tooMany(_ spec: FieldSpec, _ count: Int) -> Refusal {
        Refusal(
            .oversize, field: "\(spec.name)", reason: "\(spec.name) has \(count) entries",
            fix: "send at most \(spec.high) of them in one event")
    }

    @inline(never)
    static func badText(_ field: String) -> Refusal {
        Refusal(
            .invalidField, field: field,
            reason: "\(field) is not valid UTF-8 or holds a control character",
            fix: "send it as UTF-8 without control characters such as line breaks or tabs")
    }

    @inline(never)
    static func country(_ found: String) -> Refusal {
        Refusal(
            .invalidField, field: "country", reason: "country is \"\(found)\", which is no assigned code",
            fix: "send the ISO 3166-1 code of two capital letters, such as \"ES\"")
    }

    @inline(never)
    static func choice(_ spec: FieldSpec, found: String) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)", reason: "\(spec.name) is \(found), which is not known",
            fix: "send one of: \(spec.choices.words.joined(separator: ", "))")
    }

    @inline(never)
    static func time(_ field: String, found: String) -> Refusal {
        Refusal(
            .invalidField, field: field, reason: "\(field) is \(found), which is no time",
            fix: "send RFC 3339 with Z or an offset and at most nine digits of a second, from 1970 to 2262, "
                + "such as \"2024-05-06T02:00:00.000Z\"")
    }

    @inline(never)
    static func twice(_ field: String) -> Refusal {
        Refusal(
            .malformed, field: field, reason: "\(field) is given twice",
            fix: "send each name once in an object")
    }

    @inline(never)
    static func wireType(_ spec: FieldSpec) -> Refusal {
        Refusal(
            .malformed, field: "\(spec.name)", reason: "\(spec.name) has another protobuf type",
            fix: "build the message from the published .proto files")
    }

    @inline(never)
    static func item(_ spec: FieldSpec, _ index: Int) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)[\(index)]",
            reason: "\(spec.name)[\(index)] is empty, longer than \(Limits.token) bytes or not plain text",
            fix: "send texts of 1 to \(Limits.token) bytes, such as \(spec.example)")
    }

    @inline(never)
    static func brokenMessage(_ field: String) -> Refusal {
        Refusal(
            .malformed, field: field, reason: "the protobuf message is cut off or damaged",
            fix: "build the message from the published .proto files and send it whole")
    }

    private static func wanted(_ spec: FieldSpec) -> String {
        switch spec.kind {
        case .token, .text, .country, .choice: "text"
        case .flag: "true or false"
        case .number, .amount: "a whole number"
        case .instant: "a time in RFC 3339 as text"
        case .tokens, .papers: "an array of texts"
        case .message: "an object"
        case .messages: "an array of objects"
        }
    }
}

/// At most 40 bytes of what was sent, for showing; anything odd in it is repaired.
func shown(_ start: UnsafeRawPointer?, _ count: Int) -> String {
    guard let start = unsafe start else { return "" }
    let part = unsafe UnsafeRawBufferPointer(start: start, count: min(count, 40))
    return unsafe String(decoding: part, as: UTF8.self) + (count > 40 ? "…" : "")
}
