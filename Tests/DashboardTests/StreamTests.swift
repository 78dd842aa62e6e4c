import Foundation
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(2)))
struct StreamTests {
    private func open(_ station: Station, _ path: String, _ headers: String = "") async throws
        -> HTTPConnection
    {
        let connection = try HTTPConnection(port: station.port)
        connection.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(headers)\r\n")
        await connection.read(seconds: 5) { $0.contains("retry: 2000") }
        return connection
    }

    /// The positions of a stream's events.
    private func ids(_ text: String) -> [Int] {
        text.replacing("\r\n", with: "\n").components(separatedBy: "\n").filter { $0.hasPrefix("id: ") }
            .compactMap { Int($0.dropFirst(4)) }
    }

    @Test func `events come as they are recorded, and go on after the last one seen`() async throws {
        let station = try await Station()
        let live = try await open(station, "/api/v1/events/stream?type=order-declared,handed-over")
        #expect(live.text.contains("text/event-stream"))
        try await station.publish([Orders.declared(1), Orders.handedOver(1), Orders.declared(2)])
        await live.read(seconds: 5) { ids($0).count >= 3 }
        let seen = ids(live.text)
        #expect(seen.count == 3 && seen == seen.sorted(), "\(live.text)")
        #expect(
            live.text.contains("firstmile.order-declared.v1") && !live.text.contains("rulebook-activated"))
        let again = try await open(
            station, "/api/v1/events/stream?type=order-declared,handed-over", "Last-Event-ID: \(seen[0])\r\n")
        await again.read(seconds: 5) { ids($0).count >= 2 }
        #expect(ids(again.text) == Array(seen.dropFirst()))
    }

    @Test func `a stream begins where it is told, and passes what its filter passes`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(9))
        let all = try await open(station, "/api/v1/events/stream?from=0&sellerId=store-1&origin=fact")
        await all.read(seconds: 3) { ids($0).count >= 12 }
        #expect(all.text.contains("store-1") && !all.text.contains("\"sellerId\":\"store-0\""))
        for (query, field) in [
            ("from=x", "from"), ("from=99999", "from"), ("type=nothing", "type"), ("origin=both", "origin"),
            ("speed=1", "speed"),
        ] {
            #expect(try await station.get("/api/v1/events/stream?\(query)").text("field") == field)
        }
    }

    @Test func `a page hears which views have moved`() async throws {
        let station = try await Station()
        let changes = try await open(station, "/api/v1/changes")
        await changes.read(seconds: 5) { $0.components(separatedBy: "event: view").count > 6 }
        let before = changes.text.utf8.count
        try await station.publish([Orders.declared(1)])
        await changes.read(seconds: 5) { $0.dropFirst(before).contains("\"view\":\"compliance\"") }
        #expect(changes.text.dropFirst(before).contains("\"view\":\"compliance\""))
    }

    @Test func `whoever goes from page to page does not run out of streams`() async throws {
        let station = try await Station()
        for _ in 0..<(3 * HTTPLimits.ownStreams) {
            let connection = try await open(station, "/api/v1/changes")
            #expect(connection.text.contains("retry: 2000"), "\(connection.text)")
        }
        // Who keeps them open does.
        var kept: [HTTPConnection] = []
        for _ in 0..<(HTTPLimits.ownStreams + 2) {
            let connection = try HTTPConnection(port: station.port)
            connection.send("GET /api/v1/changes HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await connection.read(seconds: 5) { $0.contains("retry: 2000") || $0.contains(" 503 ") }
            kept.append(connection)
        }
        #expect(kept.last?.text.contains(" 503 ") == true)
        #expect(kept.first?.text.contains(" 200 ") == true)
    }
}
