import Testing
import Vocabulary

@testable import Views

/// What holds for every projection, whatever it shows.
struct DeliveryTests {
    static let projections: [any Projection.Type] = [
        Compliance.self, Anomalies.self, Score.self, Fees.self, Exemptions.self, Onboarding.self,
    ]

    /// Several orders whose records interleave: everything a view has a case for.
    static let story: Story = {
        var story = Story()
        for index in 1...4 {
            let order = OrderID(stringLiteral: "819000000000000\(index)")
            story.declare(-120 + Int64(index), order, seller: SellerID(stringLiteral: "store-\(index % 2)"))
        }
        story.scan(700, "SC_INBOUND_SUCCESS", of: nil, number: "LP00612345678903")
        story.handOver(0, "8190000000000001", seller: "store-1")
        story.deliver(5000, "8190000000000002")
        story.accept(60, "8190000000000001")
        story.miss(121, "8190000000000003", handedOver: 0)
        story.handOver(0, "8190000000000003", seller: "store-1")
        story.accept(150, "8190000000000003", number: "LP00612345678903")
        story.miss(151, "8190000000000003", handedOver: 0, accepted: 150)
        story.handOver(30, "8190000000000002", seller: "store-0")
        story.upload(40, "8190000000000004")
        story.stand(
            40, .intercepted, .intercepted, of: "8190000000000004", open: [Finding(.taxID, evidence: "1")])
        story.handOver(20, "8190000000000004", seller: "store-0")
        story.stand(50, .notApplicable, .notApplicable, of: "8190000000000004", judged: nil)
        story.scan(1200, "SC_OUTBOUND_SUCCESS", of: "8190000000000001")
        story.handOver(-1500, "8190000000000001", seller: "store-1")
        story.scan(800, "SC_OUTBOUND_SUCCESS", of: nil, number: "LP00612345678903")
        story.lose(9000, "8190000000000003")
        story.withdraw(9001, "8190000000000003")
        story.complain(9002, "8190000000000001")
        story.bill(9002, 5200)
        story.assess(60, FeesTests.fee())
        story.assess(150, FeesTests.fee("8190000000000003"))
        story.bill(9002, 5000, "8190000000000003")
        story.bill(9100, 5108, "8190000000000003")
        story.deliver(9003, "8190000000000003")
        story.answer(-4000, .approved, id: "ex-2")
        story.request(-5000, [.msds], id: "ex-1", for: "8190000000000004", seller: "store-0")
        story.request(-5000, id: "ex-2", for: "8190000000000004", seller: "store-0")
        story.stand(61, .exempt, .exempt, of: "8190000000000004", judged: nil)
        story.answer(-3000, .rejected)
        story.engage(-9000)
        story.file(-8000, ["business-licence"], registered: "1 Road", operating: "2 Road")
        for number in 1...6 { story.track(-7000, "LP0061234567890\(number)") }
        story.file(-6500, ["legal-person-id-front"], registered: "2 Road", operating: "2 Road")
        story.approve(-6000)
        story.bind(-5000)
        story.decertify(-4000, "winit")
        story.bind(-3000, provider: "winit")
        story.unbind(-2000)
        for sequence in [1, 5, 3, 2, 4] as [UInt64] {
            story.fact(9004, .complained(Complained(orderID: "y")), publisher: 9, sequence: sequence)
        }
        return story
    }()

    private static func dump(_ projection: (some Projection).Type, _ source: ListSource) throws -> [String] {
        let bench = try Workbench()
        try bench.run(projection, source)
        return try bench.dump(projection.name)
    }

    @Test(arguments: projections.indices) func `a batch delivered twice changes nothing`(_ index: Int) throws
    {
        func check(_ projection: (some Projection).Type) throws {
            let bench = try Workbench()
            var options = ProjectorOptions()
            options.chunkEvents = 3
            options.flushEvents = 3
            try bench.found(projection)
            try bench.run(projection, ListSource(Self.story.records, stutter: 5), options: options)
            try bench.run(projection, ListSource(Self.story.records, stutter: 5), options: options)
            #expect(
                try bench.dump(projection.name) == Self.dump(projection, ListSource(Self.story.records)))
        }
        try check(Self.projections[index])
    }

    @Test(arguments: projections.indices)
    func `stopping after any record and starting again gives the rows of one go`(_ index: Int) throws {
        func check(_ projection: (some Projection).Type) throws {
            let records = Self.story.records
            let whole = try Self.dump(projection, ListSource(records))
            for cut in 0...records.count {
                let bench = try Workbench()
                try bench.run(projection, ListSource(records, length: cut))
                try bench.run(projection, ListSource(records))
                #expect(try bench.dump(projection.name) == whole, "cut after \(cut) records")
            }
        }
        try check(Self.projections[index])
    }

    @Test(arguments: projections.indices, [1, 2, 7])
    func `flushing after every few records gives the rows of one flush`(_ index: Int, _ size: Int) throws {
        func check(_ projection: (some Projection).Type) throws {
            let bench = try Workbench()
            var options = ProjectorOptions()
            options.chunkEvents = size
            options.flushEvents = size
            // So little memory that rows leave it and are read again all the time.
            options.cacheRows = 2
            try bench.found(projection)
            try bench.run(projection, ListSource(Self.story.records), options: options)
            #expect(
                try bench.dump(projection.name) == Self.dump(projection, ListSource(Self.story.records)))
        }
        try check(Self.projections[index])
    }

    @Test(arguments: projections.indices, [(1, 1), (2, 1), (3, 2), (1, 64)])
    func `a rebuild with room for few rows gives the rows of one with room for all`(
        _ index: Int, _ room: (rows: Int, chunk: Int)
    ) throws {
        func check(_ projection: (some Projection).Type) throws {
            let bench = try Workbench()
            var options = ProjectorOptions()
            options.chunkEvents = room.chunk
            options.rebuildRows = room.rows
            try bench.run(projection, ListSource(Self.story.records), options: options)
            #expect(
                try bench.dump(projection.name) == Self.dump(projection, ListSource(Self.story.records)))
        }
        try check(Self.projections[index])
    }

    @Test(arguments: projections.indices)
    func `an order with a poison record is parked, the others go on`(_ index: Int) throws {
        func check(_ projection: (some Projection).Type) throws {
            var story = Story()
            story.declare(-120, "poisoned")
            story.declare(-110, "healthy")
            story.decision(0, .validated(Validated(orderID: "poisoned", verdict: .pass)))
            story.handOver(0, "healthy")
            story.handOver(0, "poisoned")
            let bench = try Workbench()
            let checkpoint = try bench.run(projection, ListSource(story.records))
            #expect(checkpoint.next == Position(5))
            // A view that is not shown the poison is well; one that is parks it, and what it is shown after it.
            let isPoisoned = projection.events.contains(.validated)
            let shown = [(2, EventType.validated), (4, .handedOver), (5, .delivered)]
                .filter { isPoisoned && projection.events.contains($0.1) }.map { Int64($0.0) }
            let expected = shown.filter { $0 < 5 }
            #expect(checkpoint.parked == Int64(expected.count))
            let parked = try bench.reader(projection.name).parked()
            #expect(parked.rows.map(\.[0]) == expected.map { .integer($0) })
            #expect(parked.rows.allSatisfy { $0[1] == .text("poisoned") })
            for count in 0...3 {
                let last = try bench.reader(projection.name).lastParked(count)
                #expect(last.rows.map(\.[0]) == expected.suffix(count).map { .integer($0) })
            }
            if isPoisoned {
                #expect(parked[0, "error"] == .text("a 'validated' decision without the order's status"))
            }

            // The order stays parked after a restart.
            story.deliver(100, "poisoned")
            let again = try bench.run(projection, ListSource(story.records))
            #expect(again.parked == Int64(shown.count))
        }
        try check(Self.projections[index])
    }

    @Test func `a record nobody can decode is parked by its position`() throws {
        var story = Story()
        story.declare(-120)
        story.handOver(0)
        story.declare(-120, "other")
        let bench = try Workbench()
        let source = ListSource(story.records, undecodable: [1: nil])
        let checkpoint = try bench.run(Compliance.self, source)
        #expect(checkpoint.parked == 1)
        let reader = try bench.reader("compliance")
        #expect(try reader.parked().rows == [[.integer(1), .null, .text("not an event")]])
        #expect(try reader.rows().rows.count == 2)
    }
}
