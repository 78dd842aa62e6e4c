import Client
import Vocabulary
import Wire

/// Prints one NDJSON line for each event that was answered.
struct ReplyPrinter {
    let quiet: Bool
    private let writer = ReplyWriter()

    init(quiet: Bool) { self.quiet = quiet }

    /// The request as a whole was turned away.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    mutating func print(_ reply: PublishReply, counting tally: inout Tally) throws {
        guard reply.kind == .acknowledged, let type = ReplyType(rawValue: reply.contentType) else {
            throw Problem(
                description:
                    "the daemon did not take the request: \(String(decoding: reply.bytes, as: UTF8.self))")
        }
        let acknowledgement = try unsafe reply.bytes.withUnsafeBytes {
            try unsafe ReplyReader.read($0, as: type)
        }
        var lines = ""
        for answer in acknowledgement.replies {
            tally.count(answer)
            if quiet, answer.status != .refused, answer.verdict != .intercepted { continue }
            lines += writer.line(answer)
            lines += "\n"
        }
        Terminal.write(lines, to: 1)
    }
}

extension Tally {
    mutating func count(_ reply: Reply) {
        switch reply.status {
        case .recorded: recorded += 1
        case .duplicate: duplicate += 1
        case .refused: refused += 1
        }
        if let verdict = reply.verdict { verdicts[verdict.rawValue, default: 0] += 1 }
    }
}

extension ReplyWriter {
    /// One reply as a JSON object: the acknowledgement's only element.
    fileprivate func line(_ reply: Reply) -> String {
        begin(.json)
        add(reply)
        var bytes: [UInt8] = []
        finish(into: &bytes)
        guard let start = bytes.firstIndex(of: 0x5B) else { return "" }
        return String(decoding: bytes[(start + 1)..<(bytes.count - 2)], as: UTF8.self)
    }
}
