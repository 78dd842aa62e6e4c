import Foundation
import Testing

@testable import Dashboard

/// What tokens of some sellers, or of one role, may not do.
@Suite(.timeLimit(.minutes(2)))
struct ScopeTests {
    /// A daemon beyond loopback with tokens by name, and what they are sent with.
    private final class House {
        let station: Station
        private let secrets: [String: String]

        init(_ tokens: [(name: String, roles: Set<Role>, sellers: [String])]) async throws {
            var secrets: [String: String] = [:]
            station = try await Station(host: "0.0.0.0") { directory in
                let file = TokenFile(in: directory.path)
                for token in tokens {
                    secrets[token.name] = try file.add(
                        token.name, roles: token.roles, sellers: token.sellers,
                        sources: token.name == "erp" ? ["erp/1"] : [], at: "2024-05-06T00:00:00Z")
                }
            }
            self.secrets = secrets
        }

        func auth(_ name: String) -> [String: String] { ["Authorization": "Bearer \(secrets[name] ?? name)"] }

        func publish(_ event: String, as name: String) async throws -> HTTPAnswer {
            try await station.ask(
                "POST", "/api/v1/events",
                headers: auth(name).merging(["Content-Type": "application/cloudevents+json"]) { $1 },
                body: event)
        }
    }

    private static let everybody: [(name: String, roles: Set<Role>, sellers: [String])] = [
        ("clerk", [.read, .publish, .ops], ["store-0"]), ("writer", [.publish], []), ("reader", [.read], []),
        ("ops", [.ops], []), ("erp", [.publish], []),
    ]

    @Test func `a token of a seller publishes for his orders, whatever an event says beside it`() async throws
    {
        let house = try await House(Self.everybody)
        for event in Orders.day(4) { #expect(try await house.publish(event, as: "writer").status == 200) }
        try await house.station.settle()
        let own = "\"orderId\":\"\(Orders.id(0))\""
        let foreign = "\"orderId\":\"\(Orders.id(1))\""
        let number = "\"provider\":\"cainiao\",\"trackingNumber\":\"LP00612345600001\""
        // A member that no schema knows is kept, and says nothing.
        for (type, data) in [
            (
                "rulebook-activated",
                "\"name\":\"x\",\"hash\":\"y\",\"content\":\"z\",\"sellerId\":\"store-0\""
            ),
            ("provider-decertified", "\"provider\":\"cainiao\",\"sellerId\":\"store-0\""),
            ("number-voided", "\(foreign),\(number),\"sellerId\":\"store-0\""),
            ("delivered", foreign), ("scanned", "\(number),\"code\":\"X\""),
            ("exemption-decided", "\"requestId\":\"r\",\"decision\":\"approved\",\"sellerId\":\"store-0\""),
        ] {
            let answer = try await house.publish(
                Orders.event(type, "foreign-\(type)", data, at: "2024-05-06T03:00:00Z"), as: "clerk")
            #expect(answer.status == 403, "\(type): \(answer.body)")
        }
        // Another's order is not had by declaring it.
        let taken = try await house.publish(
            Orders.declared(1, seller: "store-0").replacing("declared-1", with: "taken"), as: "clerk")
        #expect(taken.status == 403 && taken.text("field") == "data.sellerId", "\(taken.body)")
        // A number that Foundation does not read is no way round.
        let huge = Orders.declared(9).replacing(
            "\"weightGrams\":350", with: "\"weightGrams\":350,\"x\":1e999")
        #expect([400, 403, 422].contains(try await house.publish(huge, as: "clerk").status))
        let posing = try await house.publish(Orders.declared(8, seller: "store-0"), as: "erp")
        #expect(posing.status == 403 && posing.text("field") == "source", "\(posing.body)")
        for event in [
            Orders.event("delivered", "own", own, at: "2024-05-16T03:00:00Z"),
            Orders.event("number-voided", "own-voided", "\(own),\(number)", at: "2024-05-06T03:00:00Z"),
            Orders.declared(20, seller: "store-0"),
        ] {
            let answer = try await house.publish(event, as: "clerk")
            #expect(answer.status == 200, "\(answer.body)")
        }
    }

    @Test func `an order that two sellers claim is shown to neither`() async throws {
        let house = try await House(Self.everybody)
        for event in Orders.day(2) { _ = try await house.publish(event, as: "writer") }
        _ = try await house.publish(
            Orders.declared(1, seller: "store-0").replacing("declared-1", with: "again").replacing(
                "2024-05-06T00:00", with: "2024-05-06T01:00"), as: "writer")
        try await house.station.settle()
        let path = "/api/v1/orders/\(Orders.id(1))"
        #expect(try await house.station.get(path, headers: house.auth("clerk")).status == 404)
        #expect(try await house.station.get(path, headers: house.auth("reader")).status == 200)
    }

    @Test func `nothing of other sellers comes by streams, views, anomalies or pages`() async throws {
        let house = try await House(Self.everybody)
        for event in Orders.day(6) { _ = try await house.publish(event, as: "writer") }
        try await house.station.settle()
        let clerk = house.auth("clerk")
        for path in [
            "/api/v1/views/compliance", "/api/v1/views/anomalies", "/api/v1/views/fees",
            "/api/v1/views/exemptions",
            "/api/v1/views/score?sellerId=store-0&asOf=2024-07-01T00:00:00Z", "/api/v1/views/onboarding", "/",
            "/orders",
            "/anomalies", "/score/store-0",
        ] {
            let answer = try await house.station.get(path, headers: clerk)
            #expect(answer.status == 200, "\(path): \(answer.body)")
            #expect(!answer.body.contains("store-1"), "\(path)")
        }
        for path in [
            "/orders/\(Orders.id(1))", "/score/store-1", "/api/v1/views/score",
            "/api/v1/views/score?explain=store-1",
            "/api/v1/quarantine", "/metrics", "/api/v1/events/stream?sellerId=store-1",
        ] {
            let answer = try await house.station.get(path, headers: clerk)
            #expect([403, 404].contains(answer.status), "\(path): \(answer.status) \(answer.body)")
        }
        let stream = try HTTPConnection(port: house.station.port)
        let authorization = clerk["Authorization"] ?? ""
        stream.send(
            "GET /api/v1/events/stream?from=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: \(authorization)\r\n\r\n"
        )
        await stream.read(seconds: 3) { $0.components(separatedBy: "\nid: ").count > 12 }
        #expect(stream.text.contains("store-0") && !stream.text.contains("store-1"))
    }

    @Test func `who may mend what was refused may not say something else without the role to publish`()
        async throws
    {
        let house = try await House(Self.everybody)
        _ = try await house.publish(
            Orders.declared(1).replacing("\"country\":\"ES\"", with: "\"country\":\"Spain\""), as: "writer")
        var id: Int?
        for _ in 0..<200 where id == nil {
            id =
                try await house.station.get("/api/v1/quarantine", headers: house.auth("ops")).rows("entries")
                .first?["id"] as? Int
            if id == nil { try await Task.sleep(for: .milliseconds(20)) }
        }
        let path = "/api/v1/quarantine/\(try #require(id))/resend"
        let json = house.auth("ops").merging(["Content-Type": "application/json"]) { $1 }
        for body in ["{\"set\":{\"country\":\"ES\"}}", "{\"event\":{\"id\":\"x\"}}"] {
            #expect(try await house.station.ask("POST", path, headers: json, body: body).status == 403)
        }
        #expect(try await house.station.ask("POST", path, headers: json, body: "{}").status == 422)
    }

    @Test func `a stream ends when its token is revoked`() async throws {
        let house = try await House(Self.everybody)
        let stream = try HTTPConnection(port: house.station.port)
        let authorization = house.auth("reader")["Authorization"] ?? ""
        stream.send(
            "GET /api/v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: \(authorization)\r\n\r\n"
        )
        await stream.read(seconds: 5) { $0.contains("retry: 2000") }
        #expect(try TokenFile(in: house.station.directory.path).revoke("reader"))
        _ = try await house.publish(Orders.declared(1), as: "writer")
        // The last piece of a body that came in pieces.
        await stream.read(seconds: 5) { $0.hasSuffix("\r\n0\r\n\r\n") }
        #expect(stream.text.hasSuffix("\r\n0\r\n\r\n") && !stream.text.contains("order-declared"))
    }

    @Test
    func `what a proxy hands on to loopback needs a token, and so does everything where the settings say so`()
        async throws
    {
        let station = try await Station()
        for header in ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"] {
            #expect(
                try await station.get("/api/v1/status", headers: [header: "x"]).status == 401, "\(header)")
        }
        #expect(try await station.get("/api/v1/status").status == 200)
        // Of another daemon on this machine.
        #expect(
            try await station.get("/api/v1/status", headers: ["Cookie": "firstmile-token=other"]).status
                == 200)
        var secret = ""
        let strict = try await Station(needsTokens: true) { directory in
            secret = try TokenFile(in: directory.path).add("a", roles: [.read], sellers: [], at: "")
        }
        #expect(try await strict.get("/api/v1/status").status == 401)
        #expect(
            try await strict.get(
                "/api/v1/status", headers: ["Host": "firstmile.example", "Authorization": "Bearer \(secret)"]
            ).status == 200)
    }

    @Test func `those who guess beside him do not keep out who has a token`() async throws {
        let house = try await House(Self.everybody)
        for number in 0..<14 {
            _ = try await house.station.get("/api/v1/status", headers: ["Authorization": "Bearer \(number)"])
        }
        #expect(try await house.station.get("/api/v1/status", headers: house.auth("reader")).status == 200)
    }

    @Test func `two who make tokens at once both have theirs`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tokens-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    _ = try TokenFile(in: path).add("t\(number)", roles: [.read], sellers: [], at: "")
                }
            }
            try await group.waitForAll()
        }
        #expect(try TokenFile(in: path).all().count == 20)
    }
}
