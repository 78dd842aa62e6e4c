import Foundation
import Testing

/// What the daemon says of itself, as lines of JSON.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DaemonLogTests {
    /// Of people, and nowhere else in these events.
    private static let personal = [
        "+34612000987", "612000987", "0034612000988", "X7654321Q", "GB12 9988", "Dulcinea", "Toboso",
    ]

    private func event(_ id: String, _ type: String, _ data: String, more: String = "") -> String {
        "{\"specversion\":\"1.0\",\"id\":\"\(id)\",\"source\":\"erp/people\",\"type\":\"firstmile.\(type).v1\","
            + "\"time\":\"2024-05-06T02:00:00Z\"\(more),\"data\":{\(data)}}"
    }

    private var events: String {
        let order = "\"orderId\":\"8300000000000001\",\"sellerId\":\"store-1\",\"provider\":\"cainiao\""
        let person =
            "\"country\":\"ES\",\"boxes\":1,\"recipientPhone\":\"+34612000987\",\"taxId\":\"X7654321Q\",\"recipientName\":\"Dulcinea\""
        return [
            event("p-1", "order-declared", "\(order),\(person)"),
            // The same id, other content; a number where text belongs; text where a number does; a time that is none.
            event("p-1", "order-declared", "\(order),\(person),\"street\":\"Toboso\""),
            event("p-2", "order-declared", "\(order),\"country\":\"ES\",\"recipientPhone\":612000987"),
            event("p-3", "order-declared", "\(order),\"country\":\"ES\",\"weightGrams\":\"Dulcinea\""),
            event("p-4", "order-declared", "\(order),\"country\":\"Toboso\""),
            event("p-5", "Dulcinea", "\(order),\(person)"),
            event("p-6", "handed-over", order),
            event("p-7", "order-declared", "\(order),\(person)", more: ",\"sequence\":\"Toboso\""),
            event(
                "p-8", "order-declared",
                "\(order),\"country\":\"ES\",\"boxes\":1,\"recipientPhone\":\"0034612000988\",\"taxId\":\"GB12 9988\""
            ),
            event(
                "p-9", "number-uploaded",
                "\(order),\"erpAccount\":\"erp-1\",\"trackingNumber\":\"LP00612345678902\""),
            "{\"specversion\":\"1.0\",\"name\":\"Dulcinea del Toboso\"",
        ].joined(separator: "\n")
    }

    @Test func `nothing that events say of people is in the log, whatever goes wrong`() throws {
        let daemon = try Daemon()
        let receiver = try Receiver()
        try receiver.mode("fail")
        let config = daemon.directory.appending(path: "settings.yaml")
        try "webhooks:\n  ops:\n    url: \(receiver.url)\n    secretFile: \(receiver.secretFile)\n".write(
            to: config, atomically: true, encoding: .utf8)
        let arguments = [
            "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*", "--rulebook",
            daemon.rulebook.path,
            "--config", config.path, "--log-format", "json", "--log-level", "trace",
        ]
        try daemon.start(arguments: arguments)
        let published = try daemon.publish(events)
        #expect(published.objects.contains { $0["status"] as? String == "refused" }, "\(published.text)")
        #expect(receiver.wait { !receiver.requests.isEmpty }, "\(daemon.said)")
        try receiver.mode("take")
        // The phone is told to who asked for anomalies; the log is not.
        #expect(
            receiver.wait { receiver.requests.contains { "\($0)".contains("0034612000988") } },
            "\(receiver.requests)")
        #expect(daemon.stop() == 0)
        // A quarantine that is damaged.
        let path = daemon.directory.appending(path: "quarantine.sqlite")
        try "Dulcinea".write(to: path, atomically: true, encoding: .utf8)
        try daemon.start(arguments: arguments)
        _ = try daemon.publish(events)
        #expect(daemon.stop() == 0)

        for word in Self.personal { #expect(daemon.said.range(of: word) == nil, "\(word)") }
        let lines = daemon.said.split(separator: "\n")
        #expect(lines.count > 8, "\(daemon.said)")
        var modules: Set<String> = []
        for line in lines {
            let read = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let object = try #require(read, "no JSON: \(line)")
            modules.insert(object["module"] as? String ?? "")
            for name in ["time", "level", "message"] { #expect(object[name] is String, "\(line)") }
        }
        #expect(
            modules.isSuperset(of: ["log", "intake", "feed", "webhooks", "quarantine"]), "\(modules)"
        )
        let delivered = lines.first { $0.contains("\"delivered\"") } ?? ""
        #expect(
            delivered.contains("\"orderId\":\"8300000000000001\"") && delivered.contains("\"position\":"),
            "\(daemon.said)")
    }

    @Test func `a module can be told to say more than the others`() throws {
        let daemon = try Daemon()
        try daemon.start(arguments: [
            "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*", "--rulebook",
            daemon.rulebook.path,
            "--log-level", "error,intake=info",
        ])
        #expect(daemon.stop() == 0)
        #expect(
            daemon.said.contains("firstmile.intake") && !daemon.said.contains("firstmile.log"),
            "\(daemon.said)")
    }
}
