import Foundation
public import Quarantine
import Vocabulary
import Wire

extension QuarantineEntry {
    /// A cell: as text, and as JSON where it is not text.
    public struct Cell: Sendable {
        public let text: String
        public let json: String

        static func text(_ text: String?) -> Cell {
            Cell(text: text ?? "", json: text.map(JSONText.quoted) ?? "null")
        }

        static func number(_ number: (some BinaryInteger)?) -> Cell {
            Cell(text: number.map { "\($0)" } ?? "", json: number.map { "\($0)" } ?? "null")
        }

        static func time(_ time: Int64?) -> Cell { .text(time.map { Instant(nanoseconds: $0).text }) }
    }

    /// As in `Schemas/quarantine/quarantine.sql`.
    public static let columns = [
        "id", "refusedAt", "lastRefusedAt", "times", "connection", "source", "eventId", "erpAccount", "code",
        "field", "reason", "fix", "contentType", "resentAt", "resentStatus", "resentPosition",
    ]

    public var cells: [Cell] {
        [
            .number(id), .time(event.refusedAt), .time(lastRefusedAt), .number(times),
            .text(event.connection),
            .text(event.source), .text(event.eventID), .text(event.erpAccount), .text(event.code),
            .text(event.field), .text(event.reason), .text(event.fix), .text(event.contentType),
            .time(resent?.at), .text(resent?.status), .number(resent?.position),
        ]
    }

    /// To the letter: what looks like it but is not would spoil the object around it.
    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
    }

    /// - Parameter withEvent: the event too: as `event` where it is JSON, else as `eventBase64`.
    public func json(withEvent: Bool) -> String {
        var members = zip(Self.columns, cells).map { "\"\($0)\":\($1.json)" }
        if withEvent {
            let bytes = event.bytes
            if event.contentType != ContentType.protobuf.rawValue, Self.isJSON(bytes) {
                let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                members.append("\"event\":\(line.joined(separator: " "))")
            } else {
                members.append("\"eventBase64\":\"\(Data(bytes).base64EncodedString())\"")
            }
        }
        return "{\(members.joined(separator: ","))}"
    }
}
