import Vocabulary

/// The acknowledgement being written.
struct ReplyPage: ~Copyable {
    private(set) var out = ByteWriter()
    private var type = ReplyType.json
    private var isFirst = true

    mutating func begin(_ type: ReplyType, durability: Durability = .fdatasync) {
        out.clear()
        isFirst = true
        self.type = type
        switch type {
        case .json:
            out.text("{\"durability\":")
            out.jsonString(durability.rawValue)
            out.text(",\"replies\":[")
        case .protobuf:
            // The only durability there is has the number 0, which is not written.
            break
        }
    }

    /// For an event that was recorded, now or before: no `String` is made. `id` and `source` as they lie in
    /// the record (``RecordDecoder/identity(of:)``); protobuf does not repeat them.
    mutating func add(
        _ status: Reply.Status, position: Position, verdict: Verdict? = nil, findings: [FindingText] = [],
        id: UnsafeRawBufferPointer, source: UnsafeRawBufferPointer
    ) {
        switch type {
        case .json:
            openJSON()
            out.text("\"id\":")
            unsafe out.jsonString(id)
            out.text(",\"source\":")
            unsafe out.jsonString(source)
            out.text(",\"status\":")
            standing(status, position, verdict, findings)
            out.byte(0x7D)
        case .protobuf:
            out.message(2) { out in Self.standing(status, position, verdict, findings, &out) }
        }
    }

    /// For any reply, refusals included.
    mutating func add(_ reply: Reply) {
        switch type {
        case .json:
            openJSON()
            if let id = reply.id { member("\"id\":", id) }
            if let source = reply.source { member("\"source\":", source) }
            out.text("\"status\":")
            standing(reply.status, reply.position, reply.verdict, reply.findings)
            if let refusal = reply.refusal {
                out.text(",\"code\":")
                out.jsonString(refusal.code.rawValue)
                for (name, text) in Self.texts(of: refusal) where !text.isEmpty {
                    out.byte(0x2C)
                    out.text(name)
                    out.jsonString(text)
                }
            }
            out.byte(0x7D)
        case .protobuf:
            out.message(2) { out in
                Self.standing(reply.status, reply.position, reply.verdict, reply.findings, &out)
                guard let refusal = reply.refusal else { return }
                out.string(5, refusal.code.rawValue)
                out.string(6, refusal.field)
                out.string(7, refusal.reason)
                out.string(8, refusal.fix)
                out.string(9, reply.id)
            }
        }
    }

    mutating func finish() {
        if type == .json { out.text("]}") }
    }

    private static func texts(of refusal: Refusal) -> [(StaticString, String)] {
        [("\"field\":", refusal.field), ("\"reason\":", refusal.reason), ("\"fix\":", refusal.fix)]
    }

    private mutating func openJSON() {
        if !isFirst { out.byte(0x2C) }
        isFirst = false
        out.byte(0x7B)
    }

    private mutating func member(_ name: StaticString, _ text: String) {
        out.text(name)
        out.jsonString(text)
        out.byte(0x2C)
    }

    private mutating func standing(
        _ status: Reply.Status, _ position: Position?, _ verdict: Verdict?, _ findings: [FindingText]
    ) {
        switch status {
        case .recorded: out.text("\"recorded\"")
        case .duplicate: out.text("\"duplicate\"")
        case .refused: out.text("\"refused\"")
        }
        if let position {
            out.text(",\"position\":")
            out.decimal(position.rawValue)
        }
        if let verdict {
            out.text(",\"verdict\":")
            out.jsonString(verdict.rawValue)
        }
        guard !findings.isEmpty else { return }
        out.text(",\"findings\":[")
        for (index, finding) in findings.enumerated() {
            if index > 0 { out.byte(0x2C) }
            out.byte(0x7B)
            for (name, text) in Self.texts(of: finding) where !text.isEmpty { member(name, text) }
            out.text(
                finding.severity == .blocking ? "\"severity\":\"blocking\"}" : "\"severity\":\"warning\"}")
        }
        out.byte(0x5D)
    }

    private static func texts(of finding: FindingText) -> [(StaticString, String)] {
        [
            ("\"code\":", finding.code), ("\"clause\":", finding.clause), ("\"message\":", finding.message),
            ("\"messageZh\":", finding.messageZh), ("\"fix\":", finding.fix),
            ("\"evidence\":", finding.evidence),
        ]
    }

    private static func standing(
        _ status: Reply.Status, _ position: Position?, _ verdict: Verdict?, _ findings: [FindingText],
        _ out: inout ByteWriter
    ) {
        switch status {
        case .recorded: break
        case .duplicate: out.varint(1, 1)
        case .refused: out.varint(1, 2)
        }
        if let position { out.varint(2, position.rawValue) }
        out.choice(3, verdict, Numbered.verdicts)
        for finding in findings {
            out.message(4) { out in
                out.string(1, finding.code)
                out.flag(2, finding.severity == .warning)
                out.string(3, finding.clause)
                out.string(4, finding.message)
                out.string(5, finding.messageZh)
                out.string(6, finding.fix)
                out.string(7, finding.evidence)
            }
        }
    }
}
