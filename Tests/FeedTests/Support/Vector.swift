import Foundation
import Testing
import Vocabulary

/// One file of `Schemas/protocol/vectors`: frames as text, or in base64 where they are none.
struct Vector {
    struct Exchange {
        var send: [[UInt8]]
        var receive: [[UInt8]]
    }

    private let name: String
    private let says: String
    var exchanges: [Exchange]

    /// The log that the vectors are played on: positions 0 to 6, recorded at once, by 2024-05-06T02:00:00Z; 2.5 s ago.
    static let log: [Payload] = [
        Facts.declared("8190000000000001", seller: "store-1", country: "ES"),
        Facts.declared("8190000000000002", seller: "store-2", country: "FR"),
        Facts.handedOver("8190000000000001", seller: "store-1", provider: "cainiao"),
        Facts.handedOver("8190000000000002", seller: "store-2", provider: "4px"),
        Facts.scanned("8190000000000001"), Facts.scanned(nil, number: "LP00612345678901"),
    ]
    static let decision = Facts.missed("8190000000000001")

    init(_ url: URL) throws {
        let data = try Data(contentsOf: url)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        name = object["name"] as? String ?? ""
        says = object["says"] as? String ?? ""
        let list = object["exchanges"] as? [[String: Any]] ?? []
        exchanges = list.map { exchange in
            Exchange(send: Self.frames(exchange["send"]), receive: Self.frames(exchange["receive"]))
        }
    }

    private static func frames(_ value: Any?) -> [[UInt8]] {
        (value as? [Any] ?? []).map { frame in
            if let text = frame as? String { return Array(text.utf8) }
            let object = frame as? [String: Any] ?? [:]
            if let base64 = object["base64"] as? String {
                return Array(Data(base64Encoded: base64) ?? Data())
            }
            let repeated = String(
                repeating: object["repeat"] as? String ?? "", count: object["times"] as? Int ?? 0)
            return Array(
                ((object["text"] as? String ?? "") + repeated + (object["then"] as? String ?? "")).utf8)
        }
    }

    /// As the file reads.
    var text: String {
        let list = exchanges.map { exchange in
            "    {\n      \"send\": \(Self.text(exchange.send)),\n"
                + "      \"receive\": \(Self.text(exchange.receive))\n    }"
        }
        return """
            {
              "name": \(Self.quoted(name)),
              "says": \(Self.quoted(says)),
              "for": ["daemon", "client"],
              "exchanges": [
            \(list.joined(separator: ",\n"))
              ]
            }

            """
    }

    private static func text(_ frames: [[UInt8]]) -> String {
        let lines = frames.map { frame -> String in
            if frame.count > 2000, let one = frame.first, frame.allSatisfy({ $0 == one }) {
                let text = quoted(String(decoding: [one], as: UTF8.self))
                return "        {\"repeat\": \(text), \"times\": \(frame.count)}"
            }
            guard let text = String(validating: frame, as: UTF8.self),
                text.unicodeScalars.allSatisfy({ $0 == "\n" || $0.value >= 0x20 })
            else { return "        {\"base64\": \"\(Data(frame).base64EncodedString())\"}" }
            return "        \(quoted(text))"
        }
        return "[\n\(lines.joined(separator: ",\n"))\n      ]"
    }

    private static func quoted(_ text: String) -> String {
        let data = try? JSONSerialization.data(
            withJSONObject: text, options: [.fragmentsAllowed, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
