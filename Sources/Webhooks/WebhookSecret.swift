import Digests
import Foundation

/// What sender and receiver both know: 24 to 64 bytes, written as `whsec_` and Base64 (Standard Webhooks).
public struct WebhookSecret: Sendable, Equatable, CustomStringConvertible {
    private let key: [UInt8]

    /// Never shown.
    public var description: String { "whsec_…" }

    /// Nil for a text that is none.
    public init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let data = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(data.count)
        else { return nil }
        key = Array(data)
    }

    /// A file that holds no secret, and what would be right.
    public struct Invalid: Error, CustomStringConvertible {
        public let description: String
    }

    /// Of a file with one secret a line.
    public static func read(file: String) throws -> [WebhookSecret] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Invalid(description: "\(file) is not there, or this user may not read it")
        }
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        let secrets = lines.compactMap { WebhookSecret($0) }
        guard !lines.isEmpty, secrets.count == lines.count else {
            throw Invalid(
                description:
                    "\(file) holds no secret: write whsec_ and 24 to 64 random bytes in Base64 in it, as "
                    + "printf 'whsec_%s\\n' \"$(head -c 32 /dev/urandom | base64)\" does")
        }
        return secrets
    }

    /// The header `webhook-signature`: `v1,` and Base64, one for each secret.
    static func signature(
        of body: [UInt8], id: String, timestamp: Int64, by secrets: [WebhookSecret]
    ) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return secrets.map {
            "v1," + Data(SHA256.authenticationCode(of: signed, key: $0.key)).base64EncodedString()
        }.joined(separator: " ")
    }
}
