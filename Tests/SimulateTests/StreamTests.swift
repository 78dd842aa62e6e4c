import Foundation
import Simulate
import Testing
import Vocabulary

/// What contracts with publishers require in `data`, by type.
private let required: [String: [String]] = [
    "order-declared": ["orderId", "sellerId", "country"],
    "handed-over": ["orderId", "sellerId", "provider"],
    "number-uploaded": ["orderId", "sellerId", "erpAccount", "provider", "trackingNumber"],
    "number-voided": ["orderId", "provider", "trackingNumber"],
    "scanned": ["code", "provider"],
    "delivered": ["orderId"],
    "lost": ["orderId"],
    "complained": ["orderId"],
    "validated": ["orderId", "verdict"],
    "provider-bound": ["sellerId", "provider"],
    "provider-unbound": ["sellerId", "provider"],
    "provider-engaged": ["sellerId", "provider"],
    "qualification-filed": ["sellerId", "provider", "documents"],
    "trial-tracked": ["sellerId", "provider", "trackingNumber"],
    "integration-approved": ["sellerId", "provider"],
    "exemption-requested": ["requestId", "sellerId", "documents"],
    "exemption-decided": ["requestId", "decision"],
    "fee-billed": ["orderId", "provider", "amountFen"],
    "routed": ["orderId", "provider", "hub", "line"],
]

struct StreamTests {
    @Test func `the same seed gives the same bytes, however they are asked for`() throws {
        let options = SimulationOptions(orders: 500, seed: 11)
        let one = try World(options)
        let other = try World(options, chunk: 1)
        #expect(one.events == other.events)
        #expect(one.truth == other.truth)
    }

    @Test func `another seed gives other bytes and other ids`() throws {
        let one = try World(SimulationOptions(orders: 200, seed: 1))
        let other = try World(SimulationOptions(orders: 200, seed: 2))
        #expect(one.events != other.events)
        let ids = try Set(one.lines().map(\.id))
        #expect(try ids.isDisjoint(with: other.lines().map(\.id)))
    }

    @Test func `every line is a CloudEvent with what its type requires`() throws {
        let lines = try World(SimulationOptions(orders: 3_000, seed: 3)).lines()
        for line in lines {
            #expect(line.event["specversion"] as? String == "1.0")
            #expect(!line.id.isEmpty && line.id.utf8.count <= 128)
            #expect(line.source.contains("/"))
            #expect((line.event["type"] as? String)?.hasPrefix("firstmile.") == true)
            #expect(line.event["datacontenttype"] as? String == "application/json")
            #expect(milliseconds(line.event["time"]) != nil)
            #expect((line.event["sequence"] as? String)?.utf8.count == 12)
            #expect(line.event["subject"] as? String == line.order)
            let fields = try #require(required[line.type], "an unknown type: \(line.type)")
            #expect(fields.allSatisfy { line.data[$0] != nil }, "\(line.type) \(line.id)")
            if line.type == "scanned" {
                #expect(line.order != nil || !line.text("trackingNumber").isEmpty)
            }
        }
        #expect(Set(lines.map(\.type)) == Set(required.keys))
    }

    @Test func `an event comes twice only to the byte`() throws {
        let world = try World(SimulationOptions(orders: 2_000, seed: 4))
        var first: [String: ArraySlice<UInt8>] = [:]
        var duplicates = 0
        for line in try world.lines() {
            let key = line.source + " " + line.id
            if let earlier = first[key] {
                #expect(earlier.elementsEqual(line.bytes))
                duplicates += 1
            } else {
                first[key] = line.bytes
            }
        }
        #expect(duplicates > 0)
        #expect(duplicates == world.summary.duplicates)
        #expect(first.count == world.summary.recorded)
    }

    @Test func `sequences skip exactly where the truth says so`() throws {
        var options = SimulationOptions(orders: 1_000, seed: 5)
        options.rates.publisherGap = 0.002
        let world = try World(options)
        var last: [String: Int] = [:]
        var gaps: Set<String> = []
        var seen: Set<String> = []
        for line in try world.lines() where seen.insert(line.source + " " + line.id).inserted {
            let number = try #require((line.event["sequence"] as? String).flatMap { Int($0) })
            let before = last[line.source] ?? 0
            #expect(number > before)
            if number != before + 1 { gaps.insert("\(line.source) \(before + 1) \(number - 1)") }
            last[line.source] = number
        }
        let told = try world.told("publisher-gap").map {
            "\($0["source"] ?? "") \($0["from"] ?? "") \($0["to"] ?? "")"
        }
        #expect(!told.isEmpty)
        #expect(gaps == Set(told))
        #expect(told.count == world.summary.publisherGaps)
    }

    @Test func `what must be refused is told, and is nothing else's id unless it conflicts`() throws {
        var options = SimulationOptions(orders: 1_000, seed: 6)
        options.rates.malformed = 0.01
        let world = try World(options)
        let told = try world.told("refused")
        let lines = try world.lines()
        #expect(told.count == world.summary.refused)
        #expect(lines.count == world.summary.events)
        #expect(Set(told.compactMap { $0["code"] as? String }).count == 6)
        let times = Dictionary(grouping: lines) { $0.source + " " + $0.id }
        for refusal in told {
            let key = "\(refusal["source"] ?? "") \(refusal["id"] ?? "")"
            let sent = try #require(times[key])
            if refusal["code"] as? String == "conflict" {
                #expect(Set(sent.map { Array($0.bytes) }).count == 2)
            } else {
                #expect(sent.count == 1)
            }
        }
    }

    @Test func `twice the orders over twice the days need no more memory`() throws {
        let short = try World(SimulationOptions(orders: 1_500, seed: 7, days: 45)).mostUnderWay
        let long = try World(SimulationOptions(orders: 3_000, seed: 7, days: 90)).mostUnderWay
        #expect(short > 100)
        #expect(long < short * 12 / 10)
    }

    @Test(arguments: [
        (SimulationOptions(orders: 0, seed: 1), SimulationError.noOrders),
        (SimulationOptions(orders: 1, seed: 1, days: 0), .noDays),
        (
            SimulationOptions(
                orders: 1, seed: 1, start: SimulationOptions.earliestStart - .milliseconds(1)),
            .startsTooEarly
        ),
        (SimulationOptions(orders: 1, seed: 1, start: Instant(seconds: 8_000_000_000)), .startsTooLate),
    ])
    func `options that make no simulation are refused`(options: SimulationOptions, error: SimulationError) {
        #expect(throws: error) { try Simulator(options) }
    }
}
