import Client
import Hummingbird
import Wire

/// What the intake said, as HTTP says it.
struct PublishAnswer {
    let response: Response

    /// - Throws: ``Problem`` for a single event that was refused, and for a request that was turned away.
    init(_ reply: PublishReply, isBatch: Bool) throws {
        guard reply.kind == .acknowledged, let type = ReplyType(rawValue: reply.contentType) else {
            throw Problem.unavailable(
                "the intake turned the request away: \(String(decoding: reply.bytes, as: UTF8.self))",
                fix: "send it again in some seconds")
        }
        let acknowledgement = try unsafe reply.bytes.withUnsafeBytes {
            try unsafe ReplyReader.read($0, as: type)
        }
        let answers = acknowledgement.replies
        if !isBatch, let refusal = answers.first?.refusal { throw Problem(refusal) }
        // Whoever looks at the status alone must not take a batch for recorded that was not.
        let refused = answers.count { $0.status == .refused }
        var bytes = reply.bytes
        if type == .protobuf {
            let writer = ReplyWriter()
            writer.begin(.json)
            for answer in answers { writer.add(answer) }
            bytes.removeAll()
            writer.finish(into: &bytes)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard refused < answers.count || answers.isEmpty else {
            throw Problem(
                .unprocessableContent, "refused", "Every event was refused",
                detail: "none of the \(refused) events was recorded", field: "body",
                fix: "`acknowledgement` says of each what would be right"
            ).with("acknowledgement", text)
        }
        response = .json(text, status: refused == 0 ? .ok : .init(code: 207))
    }
}
