import Foundation
import Testing

@testable import Webhooks

struct SigningTests {
    @Test func `the signature is the one of Standard Webhooks`() throws {
        // By Python: hmac.new(bytes(range(32)), b'msg_1.1731705121.{"a":1}', 'sha256')
        let signature = WebhookSecret.signature(
            of: Array("{\"a\":1}".utf8), id: "msg_1", timestamp: 1_731_705_121, by: [try Bench.secretValue()])
        #expect(signature == "v1,Qqk3wm9Sgny9D33pfhbvGJEzUEjWh+V/gSLxRtkVx4o=")
    }

    @Test func `while secrets are exchanged both sign`() throws {
        let secret = try Bench.secretValue()
        let both = WebhookSecret.signature(of: [1], id: "a", timestamp: 1, by: [secret, secret])
        let parts = both.split(separator: " ")
        #expect(parts.count == 2 && parts[0] == parts[1] && parts[0].hasPrefix("v1,"))
    }

    @Test(arguments: [
        "", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%",
        "whsec_" + Data(repeating: 1, count: 65).base64EncodedString(),
    ])
    func `what is no secret is refused, and the secret is never shown`(text: String) throws {
        #expect(WebhookSecret(text) == nil)
        #expect("\(try Bench.secretValue())" == "whsec_…")
    }

    @Test func `a file of secrets is read line by line, and one bad line is told`() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-secret-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try "\(Bench.secret)\n\n  \(Bench.secret)\n".write(to: file, atomically: true, encoding: .utf8)
        #expect(try WebhookSecret.read(file: file.path).count == 2)
        try "\(Bench.secret)\nhunter2\n".write(to: file, atomically: true, encoding: .utf8)
        #expect { try WebhookSecret.read(file: file.path) } throws: {
            "\($0)".contains("head -c 32") && !"\($0)".contains("hunter2")
        }
    }

    @Test(
        arguments: [
            (1, nil, 1.0, 1.0), (1, nil, 0, 0.5), (4, nil, 1, 8), (9, nil, 1, 256), (10, nil, 1, 300),
            (64, nil, 1, 300),
            (1, 120.0, 1, 120), (1, 86_400, 1, 3600), (20, 5, 0, 150),
        ] as [(Int64, Double?, Double, Double)])
    func `the pause doubles up to five minutes, and what the receiver asks for is kept to`(
        failures: Int64, asked: Double?, chance: Double, pause: Double
    ) {
        #expect(Backoff.pause(after: failures, asked: asked, chance: chance) == pause)
    }
}
