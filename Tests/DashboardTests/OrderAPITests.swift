import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct OrderAPITests {
    @Test func `an order is explained with its checks, clock, timeline and advice`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        try await station.settle()
        let told = try await station.get("/api/v1/orders/\(Orders.id(4))")
        #expect(told.status == 200, "\(told.body)")
        #expect(told.text("status") == "compliant" && told.text("sellerId") == "store-0")
        #expect(told.text("trackingNumber") == "LP00612345600004")
        #expect(
            told.rows("checks").map { $0["step"] as? String } == ["binding", "declaration", "tax", "route"])
        let clock = try #require(told.object["clock"] as? [String: Any])
        #expect(clock["handedOverAt"] as? String == "2024-05-06T02:04:00.000Z")
        #expect(clock["deadlineAt"] as? String == "2024-05-06T04:04:00.000Z")
        #expect(clock["lateMilliseconds"] as? Int == 0)
        let types = told.rows("timeline").compactMap { $0["type"] as? String }
        #expect(Set(types).isSuperset(of: ["order-declared", "handed-over", "number-uploaded", "validated"]))
        #expect(told.rows("advice").first?["text"] as? String == "Nothing: the parcel may ship.")
    }

    @Test func `an intercepted order says what is wrong, by which clause, and the fix, in both languages`()
        async throws
    {
        let station = try await Station()
        try await station.publish([
            Orders.bound(seller: "store-1"), Orders.declared(1, name: "gift"), Orders.handedOver(1),
            Orders.uploaded(1),
        ])
        try await station.settle()
        let english = try await station.get("/api/v1/orders/\(Orders.id(1))")
        #expect(english.text("status") == "intercepted")
        let findings = english.rows("timeline").flatMap { $0["findings"] as? [[String: Any]] ?? [] }
        #expect(!findings.isEmpty)
        for finding in findings {
            for member in ["code", "message", "clause", "fix"] {
                #expect((finding[member] as? String)?.isEmpty == false, "\(finding)")
            }
        }
        let chinese = try await station.get(
            "/api/v1/orders/\(Orders.id(1))", headers: ["Accept-Language": "fr, zh-CN;q=0.9, en;q=0.3"])
        #expect(chinese.text("language") == "zh")
        #expect(chinese.rows("facts").first?["name"] as? String == "状态")
        #expect(try await station.get("/api/v1/orders/\(Orders.id(1))?lang=zh").text("language") == "zh")
        #expect(
            try await station.get(
                "/api/v1/orders/\(Orders.id(1))?lang=en", headers: ["Cookie": "lang=zh"]
            ).text("language") == "en")
    }

    @Test func `an order's records are found by its trail as by reading the whole log`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(60))
        try await station.settle()
        try await station.publish([Orders.handedOver(61), Orders.declared(61), Orders.uploaded(61)])
        for number in [0, 1, 17, 59, 61] {
            let told = try await station.get("/api/v1/orders/\(Orders.id(number))")
            let positions = told.rows("timeline").compactMap { $0["position"] as? Int }.sorted()
            let stream = try await station.positions(of: Orders.id(number))
            #expect(positions == stream && positions.count >= 2, "\(number): \(positions) \(stream)")
        }
    }

    @Test func `a scan that names its parcel by the number alone stands in the order's timeline`()
        async throws
    {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        let scans = ["LP00612345600004", "lp-0061-2345-600004", "LP00612345600003"].enumerated().map {
            index, number in
            Orders.event(
                "scanned", "scan-\(index)",
                "\"provider\":\"cainiao\",\"trackingNumber\":\"\(number)\",\"code\":\"X\"",
                at: "2024-05-07T0\(index):00:00Z")
        }
        try await station.publish(scans)
        let ask = { try await station.get("/api/v1/orders/\(Orders.id(4))").rows("timeline") }
        // From the log's end, and once the view knows where they lie.
        for isSettled in [false, true] {
            if isSettled { try await station.settle() }
            let scanned = try await ask().filter { $0["type"] as? String == "scanned" }
            #expect(scanned.count == 2, "settled: \(isSettled), \(scanned)")
        }
    }

    @Test func `an order that nothing is known of is not there`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(2))
        try await station.settle()
        let unknown = try await station.get("/api/v1/orders/123")
        #expect(unknown.status == 404 && unknown.text("field") == "id")
        #expect(try await station.get("/api/v1/orders/\(String(repeating: "1", count: 60))").status == 400)
    }
}

extension Station {
    /// Where the records of an order lie, by reading the log from its beginning.
    func positions(of order: String) async throws -> [Int] {
        let connection = try HTTPConnection(port: port)
        connection.send(
            "GET /api/v1/events/stream?from=0&orderId=\(order) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await connection.read(seconds: 2)
        return connection.text.components(separatedBy: "\n").filter { $0.hasPrefix("data: ") }.compactMap {
            let event = try? JSONSerialization.jsonObject(with: Data($0.dropFirst(6).utf8)) as? [String: Any]
            return event?["position"] as? Int
        }
    }
}
