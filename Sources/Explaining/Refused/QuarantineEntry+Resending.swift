public import Client
public import Quarantine
import Vocabulary
import Wire

extension QuarantineEntry {
    /// One request for the one event, mended or as it is: in JSON alone, in protobuf as a batch of one.
    public func request(with edits: [EventEdit]) throws -> PublishRequest {
        guard event.contentType == ContentType.protobuf.rawValue else {
            return PublishRequest(
                contentType: ContentType.json.rawValue,
                payload: try edits.reduce(event.bytes) { try $1.apply(to: $0) })
        }
        guard edits.isEmpty else {
            throw EventEdit.Impossible(
                description: "\(id) came as protobuf: mend it as JSON and send that in its place")
        }
        var batch: [UInt8] = []
        RecordEncoder.batch(of: [event.bytes], into: &batch)
        return PublishRequest(contentType: ContentType.protobuf.rawValue, payload: batch)
    }

    /// What became of it, for ``QuarantineReader/mark(_:_:)``; nil when it was refused again.
    ///
    /// - Parameter time: of the reply, nanoseconds since 1970.
    public static func resent(_ reply: PublishReply, at time: Int64) throws -> Resent? {
        guard let type = ReplyType(rawValue: reply.contentType) else { return nil }
        let answers = try unsafe reply.bytes.withUnsafeBytes {
            try unsafe ReplyReader.read($0, as: type).replies
        }
        guard let answer = answers.first, let position = answer.position, answers.count == 1,
            answer.status != .refused
        else { return nil }
        return Resent(at: time, status: answer.status.rawValue, position: position.rawValue)
    }
}
