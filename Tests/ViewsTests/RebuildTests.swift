import Foundation
import GRDB
import Synchronization
import Testing
import Vocabulary

@testable import Views

struct RebuildTests {
    private let records = DeliveryTests.story.records

    private func rebuild(
        _ bench: Workbench, _ source: any RecordSource, _ change: (inout RebuildOptions) -> Void = { _ in }
    ) throws -> RebuildStatus {
        var options = RebuildOptions()
        options.patience = .seconds(10)
        change(&options)
        let rebuild = ViewRebuild(
            Compliance.self, in: bench.directory, from: source, under: Workbench.rules, options: options)
        rebuild.start()
        #expect(rebuild.wait(atMost: .seconds(60)))
        return rebuild.status
    }

    private func files(_ bench: Workbench) throws -> [ViewFileInfo.State] {
        try ViewFileInfo.all(in: bench.directory).map(\.state)
    }

    @Test
    func
        `a view is made without a daemon, and made again beside the old one, which is kept until it is dropped`()
        throws
    {
        let bench = try Workbench()
        #expect(try rebuild(bench, ListSource(records)).error == nil)
        let first = try bench.dump("compliance")
        #expect(try files(bench) == [.current])
        let old = try bench.reader("compliance")
        #expect(try rebuild(bench, ListSource(records)).phase == .done)
        #expect(try bench.dump("compliance") == first)
        #expect(try files(bench) == [.current, .old])
        #expect(try rebuild(bench, ListSource(records)) { $0.dropsOld = true }.phase == .done)
        #expect(try files(bench) == [.current])
        #expect(try !old.rows().rows.isEmpty, "whoever has the old one open goes on reading it")
    }

    @Test func `a projector takes a rebuilt file over and goes on with it`() throws {
        let bench = try Workbench()
        let source = ListSource(records, length: records.count - 5)
        let projector = Projector(Compliance.self, in: bench.directory, from: source, under: Workbench.rules)
        projector.start()
        defer { projector.stop() }
        let end = Position(UInt64(records.count))
        #expect(projector.wait(until: Position(end.rawValue - 5), atMost: .seconds(10)))
        #expect(try rebuild(bench, source).error == nil)
        #expect(try files(bench) == [.current, .old])
        source.grow(to: records.count)
        #expect(projector.wait(until: end, atMost: .seconds(10)))
        #expect(try bench.reader("compliance").checkpoint().next == end)
        let fresh = try Workbench()
        try fresh.run(Compliance.self, ListSource(records))
        #expect(try bench.dump("compliance") == fresh.dump("compliance"))
    }

    @Test func `no reader fails while the view is rebuilt again and again and the old files are dropped`()
        throws
    {
        let bench = try Workbench()
        let source = ListSource(records)
        let projector = Projector(Compliance.self, in: bench.directory, from: source, under: Workbench.rules)
        projector.start()
        defer { projector.stop() }
        #expect(projector.wait(until: Position(UInt64(records.count)), atMost: .seconds(10)))
        let rows = try bench.reader("compliance").rows()
        let isOver = Atomic(false)
        let failures = Mutex<[String]>([])
        let reads = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 3) { part in
            guard part > 0 else {
                for _ in 0..<12 {
                    let status = try? rebuild(bench, source) { $0.dropsOld = true }
                    if status?.error != nil || status == nil {
                        failures.withLock { $0.append("rebuild: \(String(describing: status?.error))") }
                    }
                }
                isOver.store(true, ordering: .relaxed)
                return
            }
            while !isOver.load(ordering: .relaxed) {
                do {
                    if try bench.reader("compliance").rows() != rows {
                        failures.withLock { $0.append("other rows") }
                    }
                    reads.add(1, ordering: .relaxed)
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0.prefix(3).joined(separator: "; ") } == "")
        #expect(reads.load(ordering: .relaxed) > 20)
    }

    @Test func `rows that differ from the old file are counted, and the first are told with their columns`()
        throws
    {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(records))
        let same = try rebuild(bench, ListSource(records)) { $0.compares = true }
        #expect(
            same.difference?.isEmpty == true && same.difference?.position.rawValue == UInt64(records.count))
        #expect(same.difference?.tables.first { $0.name == "compliance" }?.new == 5)
        try DatabaseQueue(path: bench.directory + "/compliance.sqlite").write { db in
            try db.execute(
                sql: """
                    UPDATE compliance SET status = 'exempt', country = NULL WHERE orderId = '8190000000000001';
                    DELETE FROM compliance WHERE orderId = '8190000000000002';
                    INSERT INTO compliance SELECT 99, 'nobody', sellerId, country, provider, trackingNumber, stage, status,
                        abnormal, findings, declaredAt, handedOverAt, deadlineAt, uploadedAt, validatedAt, routedAt,
                        onNetworkAt, deliveredAt, subsidyEligible, countedInScore, rulebook, position, uploadedNumber,
                        acceptedKey, reached, lost, milestones FROM compliance LIMIT 1
                    """)
        }
        let found = try #require(try rebuild(bench, ListSource(records)) { $0.compares = true }.difference)
        let table = try #require(found.tables.first { $0.name == "compliance" })
        #expect(table.onlyOld == 1 && table.onlyNew == 1 && table.changed == 1, "\(table)")
        #expect(found.tables.filter { !$0.isEqual }.count == 1)
        func key(_ order: String) -> [ViewDifference.Cell] { [.init(name: "orderId", value: order)] }
        #expect(
            found.told == [
                .init(table: "compliance", kind: .onlyOld, key: key("nobody")),
                .init(table: "compliance", kind: .onlyNew, key: key("8190000000000002")),
                .init(
                    table: "compliance", kind: .changed, key: key("8190000000000001"),
                    changes: [
                        .init(column: "country", old: nil, new: "ES"),
                        .init(column: "status", old: "exempt", new: "compliant"),
                    ]),
            ])
        #expect(try bench.reader("compliance").rows().rows.count == 5, "and the new one answers")
    }

    @Test func `both files are compared as of the same position while the old one goes on`() throws {
        let bench = try Workbench()
        let source = ListSource(records, length: records.count / 2)
        try bench.run(Compliance.self, source)
        source.grow(to: records.count)
        let status = try rebuild(bench, source) { $0.compares = true }
        #expect(status.difference?.isEmpty == true)
        #expect(status.difference?.position.rawValue == UInt64(records.count / 2))
        #expect(try bench.reader("compliance").checkpoint().next.rawValue == UInt64(records.count))
    }

    @Test
    func `a file of another version is compared in what both have, and left to a daemon of its own version`()
        throws
    {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(records))
        try DatabaseQueue(path: bench.directory + "/compliance.sqlite").write { db in
            try db.execute(
                sql: """
                    UPDATE projector SET version = 0; ALTER TABLE compliance DROP COLUMN rulebook;
                    CREATE TABLE gone (a); ALTER TABLE compliance ADD COLUMN more
                    """)
        }
        let owner = try #require(
            try ViewFile(name: "compliance", version: 0, directory: bench.directory).own())
        let status = try rebuild(bench, ListSource(records)) { options in
            options.compares = true
            options.patience = .milliseconds(200)
        }
        let difference = try #require(status.difference)
        #expect(difference.tablesOnlyInOld == ["gone"])
        #expect(difference.tables.first { !$0.isEqual }?.otherColumns == ["more", "rulebook"])
        #expect(difference.told.isEmpty)
        guard case .notTakenOver = status.error else { Issue.record("\(status)"); return }
        withExtendedLifetime(owner) {}
        #expect(try files(bench) == [.current, .waiting])
    }

    @Test func `a rebuild that was finished while nobody was there is taken over at the next start`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(records, length: 3))
        let file = ViewFile(name: "compliance", version: Compliance.version, directory: bench.directory)
        var owner = try file.own()
        let status = try rebuild(bench, ListSource(records, length: 10)) { $0.patience = .milliseconds(100) }
        guard case .notTakenOver = status.error else { Issue.record("\(status)"); return }
        #expect(try bench.reader("compliance").checkpoint().next.rawValue == 3, "the old one answers")
        withExtendedLifetime(owner) {}
        owner = nil
        try bench.run(Compliance.self, ListSource(records))
        #expect(file.currentNumber == 2)
    }

    @Test func `two rebuilds of one view at once are one too many, and a view has one writer`() throws {
        let bench = try Workbench()
        let file = ViewFile(name: "compliance", version: Compliance.version, directory: bench.directory)
        let building = try file.beginBuilding()
        #expect(try rebuild(bench, ListSource(records)).error == .beingRebuilt(view: "compliance"))
        withExtendedLifetime(building) {}
    }

    @Test func `deleting a view's file makes it again`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(records))
        let rows = try bench.dump("compliance")
        try DatabaseQueue(path: bench.directory + "/compliance.sqlite").write { db in
            try db.execute(sql: "DELETE FROM compliance")
        }
        try FileManager.default.removeItem(atPath: bench.directory + "/compliance.sqlite")
        try bench.run(Compliance.self, ListSource(records))
        #expect(try bench.dump("compliance") == rows)
        #expect(try files(bench) == [.current])
    }
}
