import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct PublishAPITests {
    private func post(
        _ station: Station, _ body: String, as type: String = "application/cloudevents+json",
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await station.ask(
            "POST", "/api/v1/events", headers: headers.merging(["Content-Type": type]) { $1 }, body: body)
    }

    @Test func `one event is recorded once, and its verdict comes with the answer`() async throws {
        let station = try await Station()
        try await station.publish([Orders.bound(seller: "store-1"), Orders.declared(1), Orders.handedOver(1)])
        let first = try await post(station, Orders.uploaded(1))
        #expect(first.status == 200, "\(first.body)")
        #expect(first.text("durability") == "fdatasync")
        let reply = try #require(first.rows("replies").first)
        #expect(reply["status"] as? String == "recorded" && reply["verdict"] as? String == "pass")
        let again = try await post(station, Orders.uploaded(1))
        #expect(again.rows("replies").first?["status"] as? String == "duplicate")
        #expect(again.rows("replies").first?["position"] as? Int == reply["position"] as? Int)
    }

    @Test func `what is refused is a problem with the field, the reason and the fix`() async throws {
        let station = try await Station()
        let refused = try await post(
            station, Orders.declared(1).replacing("\"country\":\"ES\"", with: "\"country\":\"Spain\""))
        #expect(refused.status == 422)
        #expect(refused.headers["content-type"] == "application/problem+json")
        #expect(refused.text("field") == "country" && refused.text("code") == "invalid-field")
        #expect(refused.text("id") == "declared-1" && refused.text("fix")?.isEmpty == false)
        let malformed = try await post(station, "{\"specversion\":")
        #expect(malformed.status == 400 && malformed.text("code") == "malformed")
    }

    @Test func `a batch is answered event by event`() async throws {
        let station = try await Station()
        let answer = try await post(
            station, "[\(Orders.declared(1)),{\"specversion\":\"1.0\"},\(Orders.handedOver(1))]",
            as: "application/cloudevents-batch+json")
        #expect(answer.status == 207)
        #expect(
            answer.rows("replies").map { $0["status"] as? String } == ["recorded", "refused", "recorded"])
    }

    @Test func `an event may have its attributes in headers`() async throws {
        let station = try await Station()
        let headers = [
            "ce-specversion": "1.0", "ce-id": "binary-1", "ce-source": "test",
            "ce-type": "firstmile.handed-over.v1", "ce-time": "2024-05-06T02:00:00Z",
        ]
        let data = "{\"orderId\":\"8190000000000001\",\"sellerId\":\"store-1\",\"provider\":\"cainiao\"}"
        let answer = try await post(station, data, as: "application/json", headers: headers)
        #expect(answer.status == 200, "\(answer.body)")
        #expect(answer.rows("replies").first?["id"] as? String == "binary-1")
        #expect(try await post(station, data, as: "application/json").status == 415)
        #expect(try await post(station, data, as: "text/plain", headers: headers).status == 415)
    }

    @Test func `a body that is too large is refused before it is read`() async throws {
        let station = try await Station()
        let connection = try HTTPConnection(port: station.port)
        connection.send(
            "POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/cloudevents+json\r\nContent-Length: 5000000\r\n\r\n")
        let answer = try #require(HTTPAnswer(await connection.read(seconds: 5) { $0.contains("}") }))
        #expect(answer.status == 413 && answer.text("field") == "body")
    }

    @Test func `what was refused is kept, mended and sent again`() async throws {
        let station = try await Station()
        _ = try await post(
            station, Orders.declared(1).replacing("\"country\":\"ES\"", with: "\"country\":\"Spain\""))
        var entries: [[String: Any]] = []
        for _ in 0..<200 where entries.isEmpty {
            entries = try await station.get("/api/v1/quarantine?open=true").rows("entries")
            if entries.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        }
        let id = try #require(entries.first?["id"] as? Int)
        let shown = try await station.get("/api/v1/quarantine/\(id)")
        #expect(
            ((shown.object["event"] as? [String: Any])?["data"] as? [String: Any])?["country"] as? String
                == "Spain")
        let json = ["Content-Type": "application/json"]
        let resend = "/api/v1/quarantine/\(id)/resend"
        #expect(try await station.ask("POST", resend, headers: json, body: "{}").status == 422)
        #expect(
            try await station.ask("POST", resend, headers: json, body: "{\"sett\":{}}").text("field")
                == "sett")
        let mended = try await station.ask(
            "POST", resend, headers: json, body: "{\"set\":{\"country\":\"ES\"}}")
        #expect(mended.status == 200, "\(mended.body)")
        #expect(try await station.get("/api/v1/quarantine?open=true").rows("entries").isEmpty)
        #expect(try await station.get("/api/v1/quarantine/99").status == 404)
    }
}
