import Vocabulary

/// Reads acknowledgements: for clients. Cold compared with the daemon's side, but it meets bytes from outside.
public enum ReplyReader {
    /// Members and fields it does not know are passed over.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, as type: ReplyType
    ) throws(Refusal) -> Acknowledgement {
        switch type {
        case .json: try unsafe readJSON(bytes)
        case .protobuf: try unsafe readProtobuf(bytes)
        }
    }

    static func broken(_ reason: String) -> Refusal {
        Refusal(
            .malformed, field: "", reason: "the acknowledgement does not read: \(reason)",
            fix: "check that the other end is a firstmile daemon of this version")
    }

    private static func readProtobuf(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Acknowledgement {
        var replies: [Reply] = []
        var values = unsafe ProtobufValues(bytes)
        while let value = values.next() {
            if value.number == 2 { replies.append(try unsafe reply(value.bytes)) }
        }
        guard values.isWhole else { throw broken("it is cut off") }
        return Acknowledgement(replies: replies)
    }

    private static func reply(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Reply {
        var reply = Reply(.recorded)
        var refusal = Refusal(.malformed, field: "", reason: "", fix: "")
        var values = unsafe ProtobufValues(bytes)
        while let value = values.next() {
            switch value.number {
            case 1: reply.status = value.bits == 0 ? .recorded : value.bits == 1 ? .duplicate : .refused
            case 2: reply.position = Position(value.bits)
            case 3: reply.verdict = value.bits == 0 ? nil : at(value.bits, Numbered.verdicts)
            case 4: reply.findings.append(try unsafe finding(value.bytes))
            case 5: refusal.code = RefusalCode(rawValue: value.text) ?? .invalidField
            case 6: refusal.field = value.text
            case 7: refusal.reason = value.text
            case 8: refusal.fix = value.text
            case 9: refusal.id = value.text
            default: continue
            }
        }
        guard values.isWhole else { throw broken("a reply is cut off") }
        if reply.status == .refused {
            reply.id = refusal.id
            reply.refusal = refusal
        }
        return reply
    }

    private static func at<Choice>(_ number: UInt64, _ all: [Choice]) -> Choice? {
        number >= 1 && number <= UInt64(all.count) ? all[Int(number) - 1] : nil
    }

    private static func finding(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> FindingText {
        var finding = FindingText(code: "", severity: .blocking)
        var values = unsafe ProtobufValues(bytes)
        while let value = values.next() {
            switch value.number {
            case 1: finding.code = value.text
            case 2: finding.severity = value.bits == 1 ? .warning : .blocking
            case 3: finding.clause = value.text
            case 4: finding.message = value.text
            case 5: finding.messageZh = value.text
            case 6: finding.fix = value.text
            case 7: finding.evidence = value.text
            default: continue
            }
        }
        guard values.isWhole else { throw broken("a finding is cut off") }
        return finding
    }
}

/// The fields of a message, one after the other.
@safe struct ProtobufValues {
    @safe struct Value {
        var number: UInt64
        var bits: UInt64 = 0
        var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        var text: String { unsafe String(decoding: bytes, as: UTF8.self) }
    }

    private var reader: ProtobufReader?
    /// Whether everything up to here could be read.
    private(set) var isWhole = true

    init(_ bytes: UnsafeRawBufferPointer) {
        reader = unsafe bytes.baseAddress.map { unsafe ProtobufReader($0, $0 + bytes.count) }
    }

    mutating func next() -> Value? {
        guard var reader, !reader.isAtEnd else { return nil }
        defer { self.reader = reader }
        isWhole = false
        guard let key = reader.varint() else { return nil }
        var value = unsafe Value(number: key >> 3)
        switch key & 7 {
        case 0:
            guard let bits = reader.varint() else { return nil }
            value.bits = bits
        case 2:
            guard let length = reader.length() else { return nil }
            unsafe value.bytes = UnsafeRawBufferPointer(start: reader.cursor, count: length)
            _ = reader.advance(length)
        default:
            guard reader.skip(wire: key & 7) else { return nil }
        }
        isWhole = true
        return value
    }
}
