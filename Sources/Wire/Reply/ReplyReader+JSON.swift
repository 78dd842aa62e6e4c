import Vocabulary

extension ReplyReader {
    static func readJSON(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Acknowledgement {
        let parser = JSONParser()
        let document: JSONDocument
        do throws(JSONProblem) {
            document = try unsafe parser.parse(bytes)
        } catch { throw broken(error.reason) }
        var replies: [Reply] = []
        var hasReplies = false
        document.members(of: 0) { name, value in
            guard name == "replies", document.kind(value) == .array else { return }
            hasReplies = true
            document.elements(of: value) { replies.append(reply(document, $0)) }
        }
        guard hasReplies else { throw broken("it has no replies") }
        return Acknowledgement(replies: replies)
    }

    private static func reply(_ document: JSONDocument, _ node: Int) -> Reply {
        var reply = Reply(.recorded)
        var refusal = Refusal(.malformed, field: "", reason: "", fix: "")
        document.members(of: node) { name, value in
            switch name {
            case "id": reply.id = document.string(value)
            case "source": reply.source = document.string(value)
            case "status": reply.status = Reply.Status(rawValue: document.string(value)) ?? .refused
            case "position":
                reply.position = document.integer(value).map { Position(UInt64(bitPattern: $0)) }
            case "verdict": reply.verdict = Verdict(rawValue: document.string(value))
            case "findings":
                document.elements(of: value) { reply.findings.append(finding(document, $0)) }
            case "code": refusal.code = RefusalCode(rawValue: document.string(value)) ?? .invalidField
            case "field": refusal.field = document.string(value)
            case "reason": refusal.reason = document.string(value)
            case "fix": refusal.fix = document.string(value)
            default: return
            }
        }
        if reply.status == .refused {
            refusal.id = reply.id
            refusal.source = reply.source
            reply.refusal = refusal
        }
        return reply
    }

    private static func finding(_ document: JSONDocument, _ node: Int) -> FindingText {
        var finding = FindingText(code: "", severity: .blocking)
        document.members(of: node) { name, value in
            switch name {
            case "code": finding.code = document.string(value)
            case "severity": finding.severity = Severity(rawValue: document.string(value)) ?? .blocking
            case "clause": finding.clause = document.string(value)
            case "message": finding.message = document.string(value)
            case "messageZh": finding.messageZh = document.string(value)
            case "fix": finding.fix = document.string(value)
            case "evidence": finding.evidence = document.string(value)
            default: return
            }
        }
        return finding
    }
}

extension JSONDocument {
    func string(_ node: Int) -> String {
        guard kind(node) == .string else { return "" }
        var plain = ByteWriter()
        let text = unsafe unescape(node, into: &plain)
        return unsafe String(decoding: text, as: UTF8.self)
    }

    func members(of node: Int, _ body: (String, Int) -> Void) {
        guard kind(node) == .object else { return }
        var key = node + 1
        while key < next(node) {
            body(string(key), key + 1)
            key = next(key + 1)
        }
    }

    func elements(of node: Int, _ body: (Int) -> Void) {
        guard kind(node) == .array else { return }
        var element = node + 1
        while element < next(node) {
            body(element)
            element = next(element)
        }
    }
}
