import Foundation
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(2)))
struct DoorTests {
    @Test func `what is not there and what is not allowed are told as problems`() async throws {
        let station = try await Station()
        let nothing = try await station.get("/api/v1/nothing")
        #expect(nothing.status == 404 && nothing.headers["content-type"] == "application/problem+json")
        let wrong = try await station.ask("DELETE", "/api/v1/status")
        #expect(wrong.status == 405 && wrong.headers["allow"] == "GET, HEAD")
        let head = try await station.ask("HEAD", "/api/v1/status")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(try await station.get("/api/v1/status?x=1").text("field") == "x")
    }

    @Test func `every answer tells browsers to keep to themselves`() async throws {
        let station = try await Station()
        for path in ["/api/v1/status", "/nothing"] {
            let headers = try await station.get(path).headers
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(headers["x-frame-options"] == "DENY" && headers["cache-control"] == "no-store")
        }
    }

    @Test func `pages of other sites cannot reach a daemon on loopback`() async throws {
        let station = try await Station()
        let rebound = try await station.get("/api/v1/status", headers: ["Host": "evil.example:7780"])
        #expect(rebound.status == 421)
        let event = ["Content-Type": "application/cloudevents+json"]
        for headers in [
            ["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"], ["Origin": "null"],
        ] {
            let answer = try await station.ask(
                "POST", "/api/v1/events", headers: event.merging(headers) { $1 }, body: Orders.declared(1))
            #expect(answer.status == 403, "\(headers): \(answer.body)")
        }
        for headers in [["Sec-Fetch-Site": "same-origin"], ["Origin": "http://127.0.0.1:\(station.port)"]] {
            let answer = try await station.ask(
                "POST", "/api/v1/events", headers: event.merging(headers) { $1 }, body: Orders.declared(1))
            #expect(answer.status == 200, "\(headers): \(answer.body)")
        }
    }

    @Test func `beyond loopback there must be tokens`() async throws {
        let error = await #expect(throws: DashboardService.Unprotected.self) {
            _ = try await Station(host: "0.0.0.0")
        }
        #expect(error?.description.contains("firstmile token add") == true)
    }

    @Test func `a token opens what its roles and sellers allow, until it is revoked`() async throws {
        var secrets: [String: String] = [:]
        let station = try await Station(host: "0.0.0.0") { directory in
            let file = TokenFile(in: directory.path)
            for (name, roles, sellers) in [
                ("reader", Set<Role>([.read]), [String]()), ("clerk", [.read, .publish], ["store-0"]),
                ("writer", [.publish], []),
            ] {
                secrets[name] = try file.add(name, roles: roles, sellers: sellers, at: "2024-05-06T00:00:00Z")
            }
        }
        let text = try String(contentsOf: station.directory.appending(path: "tokens.json"), encoding: .utf8)
        #expect(secrets.values.allSatisfy { !text.contains($0) }, "a secret is kept")
        func auth(_ name: String) -> [String: String] { ["Authorization": "Bearer \(secrets[name] ?? name)"] }
        let none = try await station.get("/api/v1/status")
        #expect(none.status == 401 && none.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
        #expect(try await station.get("/api/v1/status", headers: auth("nonsense")).status == 401)
        #expect(try await station.get("/api/v1/status", headers: auth("writer")).status == 403)
        #expect(try await station.get("/api/v1/quarantine", headers: auth("reader")).status == 403)
        let batch = ["Content-Type": "application/cloudevents-batch+json"]
        let day = "[\(Orders.day(6).joined(separator: ","))]"
        let published = try await station.ask(
            "POST", "/api/v1/events", headers: auth("writer").merging(batch) { $1 }, body: day)
        #expect(published.status == 200, "\(published.body)")
        try await station.settle()
        let all = try await station.get("/api/v1/views/compliance", headers: auth("reader"))
        #expect(all.rows().count == 6)
        let own = try await station.get("/api/v1/views/compliance", headers: auth("clerk"))
        #expect(own.rows().count == 3 && own.rows().allSatisfy { $0["sellerId"] as? String == "store-0" })
        #expect(
            try await station.get("/api/v1/views/compliance?sellerId=store-1", headers: auth("clerk")).rows()
                .isEmpty)
        #expect(try await station.get("/api/v1/orders/\(Orders.id(2))", headers: auth("clerk")).status == 200)
        #expect(try await station.get("/api/v1/orders/\(Orders.id(1))", headers: auth("clerk")).status == 404)
        #expect(try await station.get("/api/v1/views/network", headers: auth("clerk")).status == 403)
        let foreign = try await station.ask(
            "POST", "/api/v1/events", headers: auth("clerk").merging(batch) { $1 },
            body: "[\(Orders.declared(9))]")
        #expect(foreign.status == 403 && foreign.text("field") == "data.sellerId")
        #expect(try TokenFile(in: station.directory.path).revoke("reader"))
        #expect(try await station.get("/api/v1/status", headers: auth("reader")).status == 401)
    }

    @Test func `whoever guesses tokens is slowed down`() async throws {
        let station = try await Station(host: "0.0.0.0") { directory in
            _ = try TokenFile(in: directory.path).add("a", roles: [.read], sellers: [], at: "")
        }
        var answers: [Int] = []
        for number in 0..<14 {
            answers.append(
                try await station.get("/api/v1/status", headers: ["Authorization": "Bearer \(number)"]).status
            )
        }
        #expect(answers.prefix(10).allSatisfy { $0 == 401 } && answers.last == 429, "\(answers)")
    }

    @Test func `a client that sends too slowly is hung up on`() async throws {
        let station = try await Station(patience: .milliseconds(500))
        for start in [
            "GET /api/v1/sta",
            "POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n\r\n{",
        ] {
            let slow = try HTTPConnection(port: station.port)
            slow.send(start)
            await slow.read(seconds: 10)
            #expect(slow.isClosed, "\(start)")
        }
        #expect(try await station.get("/api/v1/status").status == 200)
    }

    @Test func `a client that takes nothing is hung up on, and the daemon keeps little for it`() async throws
    {
        let station = try await Station(patience: .milliseconds(500))
        let name = try #require(
            try await station.get("/api/v1/rulebooks").rows("rulebooks")[0]["rulebook"] as? String)
        let stalled = try HTTPConnection(port: station.port)
        let request = "GET /api/v1/rulebooks/\(name) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        // Far more than the two sockets hold.
        for _ in 0..<400 { stalled.send(request) }
        try await Task.sleep(for: .seconds(4))
        await stalled.read(seconds: 15)
        #expect(stalled.isClosed)
        #expect(stalled.text.components(separatedBy: "HTTP/1.1 200").count < 400)
    }
}
