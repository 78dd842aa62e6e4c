import Foundation
import Rulebook
import Testing

@Suite(.timeLimit(.minutes(2)))
struct WhatIfAPITests {
    private let json = ["Content-Type": "application/json"]

    private func finished(_ station: Station, _ place: String) async throws -> HTTPAnswer {
        for _ in 0..<600 {
            let answer = try await station.get(place)
            if !["waiting", "running"].contains(answer.text("state")) { return answer }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await station.get(place)
    }

    @Test func `a what-if is begun, asked for until it is done, and forgotten`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(12))
        try await station.settle()
        let begun = try await station.ask(
            "POST", "/api/v1/what-if", headers: json,
            body: "{\"without\":[\"number-uploaded\"],\"scores\":false}")
        #expect(begun.status == 202, "\(begun.body)")
        let place = try #require(begun.headers["location"])
        let done = try await finished(station, place)
        #expect(done.text("state") == "done", "\(done.body)")
        let answer = try #require(done.object["answer"] as? [String: Any])
        #expect(answer["orders"] as? Int == 12)
        // Every order with a number has none.
        #expect(answer["changed"] as? Int == 8)
        #expect(try await station.get("/api/v1/what-if").rows("jobs").count == 1)
        #expect(try await station.ask("DELETE", place).status == 204)
        #expect(try await station.get(place).status == 404)
    }

    @Test func `a candidate rulebook is read before it is tried`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        try await station.settle()
        let shipped = RulebookFile.shipped.content
        let text = shipped.replacing("name: ", with: "name: candidate-", maxReplacements: 1)
        func body(_ text: String) throws -> String {
            let data = try JSONSerialization.data(withJSONObject: ["texts": [text], "scores": true])
            return String(decoding: data, as: UTF8.self)
        }
        let begun = try await station.ask("POST", "/api/v1/what-if", headers: json, body: try body(text))
        #expect(begun.status == 202, "\(begun.body)")
        let done = try await finished(station, try #require(begun.headers["location"]))
        #expect(done.text("state") == "done", "\(done.body.prefix(500))")
        #expect((done.object["answer"] as? [String: Any])?["changed"] as? Int == 0)
        let unsound = try await station.ask(
            "POST", "/api/v1/what-if", headers: json, body: try body("name: 7"))
        #expect(unsound.status == 422 && unsound.text("field") == "texts")
    }

    @Test(arguments: [
        ("{}", "rulebooks"), ("{\"rulebooks\":[\"none@12345678\"]}", "rulebooks"),
        ("{\"without\":[\"nothing\"]}", "without"), ("{\"without\":[\"scanned\"],\"dated\":1}", "dated"),
        ("{\"without\":[\"scanned\"],\"from\":\"May\"}", "from"), ("{\"wihtout\":[]}", "rulebooks"),
        ("{\"without\":[\"scanned\"],\"more\":true}", "more"), ("[]", "body"),
    ])
    func `a question that makes no sense is refused with its member`(_ body: String, _ field: String)
        async throws
    {
        let station = try await Station()
        let answer = try await station.ask("POST", "/api/v1/what-if", headers: json, body: body)
        #expect(answer.status == 400 && answer.text("field") == field, "\(answer.body)")
    }

    @Test func `rulebooks and consumers are listed`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(2))
        try await station.settle()
        let listed = try await station.get("/api/v1/rulebooks").rows("rulebooks")
        #expect(listed.count == 1 && listed[0]["state"] as? String == "in-force")
        let name = try #require(listed[0]["rulebook"] as? String)
        let shown = try await station.get("/api/v1/rulebooks/\(name)")
        #expect(shown.text("text") == RulebookFile.shipped.mainText)
        #expect(try await station.get("/api/v1/rulebooks/other@00000000").status == 404)
        let consumers = try await station.get("/api/v1/consumers")
        #expect(consumers.status == 200 && consumers.rows("consumers").isEmpty)
        let status = try await station.get("/api/v1/status")
        #expect((status.object["views"] as? [Any])?.count == 6)
    }
}
