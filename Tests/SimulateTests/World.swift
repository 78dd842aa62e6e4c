import Foundation
import Simulate
import Testing

/// A parsed line of the stream.
struct Line {
    let bytes: ArraySlice<UInt8>
    let event: [String: Any]
    let data: [String: Any]

    init(_ bytes: ArraySlice<UInt8>) throws {
        self.bytes = bytes
        event = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        data = try #require(event["data"] as? [String: Any])
    }

    var id: String { event["id"] as? String ?? "" }
    var source: String { event["source"] as? String ?? "" }
    /// Without `firstmile.` and `.v1`.
    var type: String { String((event["type"] as? String ?? "").dropFirst(10).dropLast(3)) }
    var time: Int64 { milliseconds(event["time"]) ?? -1 }
    var order: String? { data["orderId"] as? String }
    func text(_ field: String) -> String { data[field] as? String ?? "" }
    /// The first of a list of objects; empty where there is none.
    func first(_ field: String) -> [String: Any] { (data[field] as? [[String: Any]])?.first ?? [:] }
}

/// Milliseconds since 1970 of `2024-05-06T00:00:00.000Z`; nil for anything else.
func milliseconds(_ value: Any?) -> Int64? {
    guard let text = value as? String else { return nil }
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 7, text.utf8.count == 24, text.hasSuffix("Z") else { return nil }
    // Counted year by year and month by month, so that it can contradict the writer's arithmetic.
    let isLeap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    let months = [31, isLeap(numbers[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let days =
        (1970..<max(1970, numbers[0])).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
        + months[..<(numbers[1] - 1)].reduce(0, +) + numbers[2] - 1
    return Int64(((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]) * 1000 + Int64(numbers[6])
}

/// A whole simulation in memory.
struct World {
    let events: [UInt8]
    let truth: [UInt8]
    let summary: SimulationSummary
    let mostUnderWay: Int

    init(_ options: SimulationOptions, chunk: Int = 1 << 18) throws {
        var simulator = try Simulator(options)
        var events: [UInt8] = []
        var truth: [UInt8] = []
        var most = 0
        while simulator.write(events: &events, truth: &truth, atLeast: chunk) {
            most = max(most, simulator.ordersUnderWay)
        }
        self.events = events
        self.truth = truth
        summary = simulator.summary
        mostUnderWay = most
    }

    func lines() throws -> [Line] { try events.split(separator: 0x0A).map { try Line($0) } }

    /// The truth's lines of a kind.
    func told(_ kind: String) throws -> [[String: Any]] {
        try truth.split(separator: 0x0A).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }.filter { $0["line"] as? String == kind }
    }
}
