import Vocabulary
import Wire

/// Everything that was said and everything that was promised in answer.
final class Ledger {
    private var requests: [UInt64: Request] = [:]
    private var sayings: [String: [Saying]] = [:]
    /// Which event was acknowledged to lie where.
    private(set) var promised: [UInt64: Saying] = [:]
    private(set) var acknowledgements = 0

    func note(_ request: Request) {
        requests[request.correlation] = request
        for saying in request.sayings where sayings[saying.name]?.contains(where: { $0 === saying }) != true {
            sayings[saying.name, default: []].append(saying)
        }
    }

    /// Who said it, if anybody did.
    func saying(_ name: String, _ record: [UInt8]) -> Saying? {
        sayings[name]?.first { $0.record == record }
    }

    func isKnown(_ name: String) -> Bool { sayings[name] != nil }

    /// Holds a reply to what was asked; what it promises counts from the moment it is sent.
    ///
    /// - Returns: the answer to each event, for when the publisher hears it.
    func check(_ parts: [[UInt8]]) throws -> [(Saying, Reply)] {
        let start = parts.count > 1 && parts[1].isEmpty ? 2 : 1
        guard parts.count == start + 4, let correlation = UInt64(text(parts[start + 1])) else {
            throw Violation("a reply is whole", "\(parts.map(text))")
        }
        guard let request = requests[correlation] else {
            throw Violation("a reply answers a request", "\(parts.map(text))")
        }
        switch text(parts[start]) {
        case "firstmile/1 ACK": break
        case "firstmile/1 ERROR", "firstmile/1 PONG": return []
        default: throw Violation("a reply has a known verb", text(parts[start]))
        }
        guard let type = ReplyType(rawValue: text(parts[start + 2])) else {
            throw Violation("a reply has a known content type", text(parts[start + 2]))
        }
        let payload = parts[start + 3]
        let replies = try unsafe payload.withUnsafeBytes { try unsafe ReplyReader.read($0, as: type).replies }
        if request.sayings.isEmpty {
            guard replies.allSatisfy({ $0.status == .refused }) else {
                throw Violation("nothing comes of nonsense", "\(replies)")
            }
            return []
        }
        guard replies.count == request.sayings.count else {
            throw Violation("each event is answered", "\(replies.count) for \(request.sayings.count)")
        }
        let answers = Array(zip(request.sayings, replies))
        for (saying, reply) in answers { try note(reply, to: saying) }
        return answers
    }

    private func note(_ reply: Reply, to saying: Saying) throws {
        switch reply.status {
        case .recorded, .duplicate:
            acknowledgements += 1
            guard let position = reply.position?.rawValue else {
                throw Violation("an acknowledgement says where", saying.name)
            }
            if let other = promised[position], other !== saying {
                throw Violation(
                    "a position is promised once", "\(position) to \(other.name) and \(saying.name)")
            }
            promised[position] = saying
            if let earlier = saying.position, earlier != position {
                throw Violation(
                    "an event is recorded once", "\(saying.name) at \(earlier) and at \(position)")
            }
            saying.position = position
        case .refused:
            guard saying.position == nil else {
                throw Violation(
                    "what was acknowledged is not refused", "\(saying.name): \(reply.refusal?.reason ?? "")")
            }
            switch reply.refusal?.code {
            case .conflict:
                guard sayings[saying.name, default: []].count > 1 else {
                    throw Violation("a conflict is between two", saying.name)
                }
                saying.isRefused = true
            case .timeInFuture: break
            default:
                throw Violation(
                    "a good event is taken", "\(saying.name): \(String(describing: reply.refusal))")
            }
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
