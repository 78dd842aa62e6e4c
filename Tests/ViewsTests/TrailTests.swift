import Testing
import Vocabulary

@testable import Views

struct TrailTests {
    /// Where the trail of every order leads, beside where its records are.
    private func check(_ records: [Recorded], _ bench: Workbench) throws {
        let reader = try bench.reader("compliance")
        let orders = Set(records.compactMap { $0.event.payload.orderID })
        for order in orders {
            let trail = try #require(try reader.trail(of: order), "\(order)")
            let own = records.filter { $0.event.payload.orderID == order }.map(\.position)
            // Position 0 may be there though it is another's.
            #expect(trail.positions.filter { $0.rawValue > 0 || own.contains($0) } == own, "\(order)")
            #expect(trail.next == Position(UInt64(records.count)))
        }
    }

    private var long: Story {
        var story = Story()
        for round in 0..<30 {
            for number in 0..<300 {
                guard let token = Token("81900000\(10_000 + number)") else { continue }
                if round == 0 { story.declare(Int64(round), OrderID(token)) }
                story.scan(Int64(round), "SC_INBOUND_SUCCESS", of: OrderID(token))
            }
        }
        return story
    }

    @Test func `an order's records are found by its trail`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(long.records))
        try check(long.records, bench)
    }

    @Test func `a trail goes on after a restart, and a batch delivered twice changes nothing`() throws {
        let bench = try Workbench()
        let records = long.records
        for length in [0, 1, 4095, 4096, 4097, 7000, records.count] {
            try bench.run(Compliance.self, ListSource(records, length: length, stutter: 700))
        }
        try check(records, bench)
        let fresh = try Workbench()
        try fresh.run(Compliance.self, ListSource(records))
        #expect(try bench.dump("compliance") == fresh.dump("compliance"))
    }

    @Test func `an order that nobody spoke of has no trail`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(long.records, length: 10))
        #expect(try bench.reader("compliance").trail(of: "1") == nil)
    }
}
