import EventLog
import Foundation
import GRDB
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Views

/// Views that somebody wrote in SQL.
struct SQLProjectionTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Schemas/projections/hops").path

    /// A folder with a `view.sql` of its own.
    private func projection(_ bench: Workbench, _ sql: String, name: String = "mine") throws -> SQLProjection
    {
        let folder = "\(bench.directory)/projections/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try sql.write(toFile: folder + "/view.sql", atomically: true, encoding: .utf8)
        return try SQLProjection(folder: folder)
    }

    private func problems(_ sql: String, name: String = "mine") throws -> [String] {
        let bench = try Workbench()
        do {
            _ = try projection(bench, sql, name: name)
            return []
        } catch let error as SQLProblems {
            return error.all.map { it in
                "\(it.line ?? 0):\(it.column ?? 0): \(it.what)"
            }
        }
    }

    @discardableResult
    private func run(
        _ projection: SQLProjection, _ bench: Workbench, _ source: any RecordSource,
        _ options: ProjectorOptions = ProjectorOptions()
    ) throws -> Checkpoint {
        let progress = Progress(view: projection.name)
        let run = try ProjectorRun(
            ViewPlan(projection), directory: bench.directory, source: source, under: Workbench.rules,
            options: options, progress: progress)
        defer { run.close() }
        try run.catchUp()
        return progress.status.checkpoint
    }

    private static let table =
        "CREATE TABLE t (orderId TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0, country TEXT);\n"
    private static let count = """
        -- on: handed-over, scanned
        INSERT INTO t (orderId, n) VALUES (:orderId, 1) ON CONFLICT DO UPDATE SET n = n + 1;
        """

    @Test func `the shipped example shows where parcels were seen`() throws {
        let bench = try Workbench()
        let hops = try SQLProjection(folder: Self.shipped)
        var story = Story()
        story.declare(-120)
        story.handOver(0)
        story.scan(30, "SC_INBOUND_SUCCESS")
        story.scan(90, "SC_OUTBOUND_SUCCESS")
        story.scan(60, "SC_INBOUND_SUCCESS")
        story.scan(60, "SC_INBOUND_SUCCESS", of: nil, number: "LP00612345678903")
        story.deliver(600)
        try run(hops, bench, KeptSource(story.records))
        let reader = try bench.reader("hops")
        let rows = try reader.rows()
        #expect(rows.rows.count == 1)
        #expect(rows[0, "scans"] == .integer(3) && rows[0, "country"] == .text("ES"))
        #expect(rows[0, "lastCode"] == .text("SC_OUTBOUND_SUCCESS"))
        #expect(rows[0, "deliveredAt"] == .time(Story.minute(600)))
        #expect(rows[0, "places"] == .json("[null]"))
        var filter = ViewFilter()
        filter.seller = "nobody"
        #expect(try reader.rows(filter).rows.isEmpty)
        #expect(try reader.read { try Int.fetchOne($0, sql: "SELECT scans FROM strays") } == 1)
    }

    @Test func `a batch delivered twice, a restart anywhere and a rebuild change nothing`() throws {
        let records = DeliveryTests.story.records
        let sql = Self.table + Self.count
        func dump(_ body: (Workbench, SQLProjection) throws -> Void) throws -> [String] {
            let bench = try Workbench()
            try body(bench, try projection(bench, sql))
            return try bench.dump("mine")
        }
        let whole = try dump { try run($1, $0, KeptSource(records)) }
        #expect(whole.count > 4)
        var options = ProjectorOptions()
        options.chunkEvents = 3
        options.flushEvents = 3
        #expect(try dump { try run($1, $0, KeptSource(records, stutter: 5), options) } == whole)
        for cut in 0...records.count {
            #expect(
                try dump { bench, it in
                    try run(it, bench, KeptSource(records, length: cut))
                    try run(it, bench, KeptSource(records))
                } == whole)
        }
        let rebuilt = try dump { bench, it in
            try run(it, bench, KeptSource(records))
            let rebuild = ViewRebuild(
                it, in: bench.directory, from: KeptSource(records), under: Workbench.rules)
            rebuild.start()
            #expect(rebuild.wait(atMost: .seconds(30)) && rebuild.status.phase == .done)
        }
        #expect(rebuilt == whole)
    }

    @Test func `another text is another version, and the old file answers until the new one is whole`() throws
    {
        let bench = try Workbench()
        let records = DeliveryTests.story.records
        try run(try projection(bench, Self.table + Self.count), bench, KeptSource(records))
        let old = try bench.reader("mine")
        try run(
            try projection(bench, Self.table.replacing("country", with: "land") + Self.count), bench,
            KeptSource(records))
        #expect(try old.rows().columns == ["orderId", "n", "country"])
        #expect(try bench.reader("mine").rows().columns == ["orderId", "n", "land"])
        #expect(try old.rows().rows.map(\.[1]) == bench.reader("mine").rows().rows.map(\.[1]))
    }

    @Test func `a record that a statement refuses is parked with its order, whole, and the others go on`()
        throws
    {
        let bench = try Workbench()
        let sql =
            "CREATE TABLE t (orderId TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 3));\n" + Self.count
            + "\nINSERT INTO t VALUES (:orderId || '/' || :position, CASE :orderId WHEN '8190000000000001' THEN 3 ELSE 1 END);"
        var story = Story()
        story.handOver(0)
        story.handOver(1, "8190000000000002")
        story.scan(2, "SC_INBOUND_SUCCESS")
        story.scan(3, "SC_INBOUND_SUCCESS", of: "8190000000000002")
        let checkpoint = try run(try projection(bench, sql), bench, KeptSource(story.records))
        #expect(checkpoint.parked == 2 && checkpoint.next == Position(4))
        let rows = try bench.reader("mine").rows().rows.map(\.[0].text)
        #expect(rows == ["8190000000000002", "8190000000000002/1", "8190000000000002/3"])
        let parked = try bench.reader("mine").parked()
        #expect(parked[0, "error"]?.text.contains("CHECK constraint failed") == true)
        #expect(parked[1, "error"] == .text("an earlier record of the order is parked"))
    }

    @Test func `every parameter is what the event says`() throws {
        let bench = try Workbench()
        let columns = SQLParameter.allCases.map(\.rawValue)
        let sql = """
            CREATE TABLE all_of_it (\(columns.map { "\"\($0)\"" }.joined(separator: ", ")));
            -- on: number-uploaded
            INSERT INTO all_of_it VALUES (\(columns.map { ":\($0)" }.joined(separator: ", ")))
            """
        var story = Story()
        story.upload(5)
        try run(try projection(bench, sql), bench, KeptSource(story.records))
        let found = try bench.reader("mine").read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM all_of_it").map { row in
                row.map { name, value in "\(name)=\(String.fromDatabaseValue(value) ?? "\(value)")" }
            }
        }
        let data =
            "data={\"orderId\":\"8190000000000001\",\"sellerId\":\"store-1\",\"erpAccount\":\"dianxiaomi-1\","
            + "\"provider\":\"cainiao\",\"trackingNumber\":\"LP00612345678901\"}"
        let time = Story.minute(5).nanoseconds
        let expected = [
            "position=0", "time=\(time)", "recordedAt=\(time)", "type=number-uploaded", "origin=fact",
            "cause=NULL",
            "sequence=NULL", "id=record-0", "source=story", "orderId=8190000000000001", "sellerId=store-1",
            "provider=cainiao", "trackingNumber=LP00612345678901", data,
        ]
        #expect(found == [expected])
    }

    @Test(arguments: [
        (
            "CREATE TABLE t (a);\n-- on: scaned\nINSERT INTO t VALUES (1);",
            "2:1: there is no event 'scaned'; near are scanned"
        ),
        (
            "CREATE TABLE t (a);\n-- on: scanned\n\n  INSERT INTO t (b) VALUES (1);",
            "4:3: table t has no column named b"
        ),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nINSERT INTO t VALUES (:order);",
            "3:23: there is no parameter :order; there are :position :time"
        ),
        ("CREATE TABLE t (a);\n-- on: scanned\nINSERT INTO t VALUES (?);", "3:23: there is no parameter ?"),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nINSRT INTO t VALUES (1);",
            "3:1: near \"INSRT\": syntax error"
        ),
        ("CREATE TABLE t (a);\n-- on: scanned\nATTACH 'x' AS y;", "3:1: other files are not to be touched"),
        ("CREATE TABLE t (a);\n-- on: scanned\nPRAGMA journal_mode = OFF;", "3:1: no PRAGMA"),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nUPDATE projector SET next = 0;",
            "it writes the table 'projector', which is not its own"
        ),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nINSERT INTO t SELECT content FROM rulebooks;",
            "it reads the table 'rulebooks'"
        ),
        ("CREATE TABLE t (a);\n-- on: scanned\nBEGIN;", "3:1: the projector begins and commits"),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nDROP TABLE t;",
            "3:1: only INSERT, UPDATE and DELETE may follow"
        ),
        (
            "CREATE TABLE t (a);\n-- on: scanned\nINSERT INTO t VALUES (random());",
            "random() is not the same when the view is made again"
        ),
        ("CREATE TABLE t (a);\n-- on: scanned\nSELECT a FROM t;", "3:1: it changes nothing"),
        ("CREATE TABLE t (a);\n-- on: scanned\nDELETE FROM t RETURNING a;", "leave RETURNING out"),
        (
            "CREATE TABLE t (a);\nINSERT INTO t VALUES (1);\n-- on: scanned\nDELETE FROM t;",
            "2:1: rows are written by what follows"
        ),
        (
            "CREATE TABLE t (a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;",
            "2:1: only CREATE TABLE and CREATE INDEX"
        ),
        (
            "CREATE TABLE parked (a);\n-- on: scanned\nDELETE FROM parked;",
            "1:14: table parked already exists"
        ),
        ("CREATE TABLE t (a);", "1:1: nothing follows from any event"),
        ("-- on: scanned\nDELETE FROM t;", "it makes no table"),
    ])
    func `what is wrong is told with its place`(_ sql: String, _ wanted: String) throws {
        let found = try problems(sql)
        #expect(found.contains { $0.contains(wanted) }, "\(found)")
    }

    @Test func `all problems are told at once, and names are checked`() throws {
        let found = try problems(
            "CREATE TABLE t (a);\n-- on: scanned, gone\nDELETE FROM u;\nDELETE FROM t WHERE b = :x;")
        #expect(found.count == 3, "\(found)")
        let builtIn = try problems(Self.table + Self.count, name: "score")
        #expect(builtIn.first?.contains("the view 'score' is built in") == true)
        #expect(
            try problems(Self.table + Self.count, name: "My View").first?.contains("is no name for a view")
                == true)
        #expect(
            try problems(
                "CREATE TABLE t (a TEXT DEFAULT 'x;y'); -- on this\n-- on: lost\nDELETE FROM t /* ; */;")
                == [])
    }
}

/// Records with their bytes, as a log gives them.
private final class KeptSource: RecordSource {
    private let list: ListSource
    private let kept: [[UInt8]]

    init(_ records: [Recorded], length: Int? = nil, stutter: UInt64 = 0) {
        list = ListSource(records, length: length, stutter: stutter)
        let encoder = RecordEncoder()
        kept = records.enumerated().map { index, record in
            var bytes: [UInt8] = []
            encoder.encode(
                record.event.payload, id: "record-\(index)", source: "story", time: record.event.time,
                origin: record.origin, cause: record.cause, into: &bytes)
            return bytes
        }
    }

    func end() -> Position { list.end() }

    func read(from position: Position, atMost count: Int, into batch: inout RecordBatch) -> Position {
        let next = list.read(from: position, atMost: count, into: &batch)
        let records = batch.records
        batch = RecordBatch()
        for record in records {
            unsafe kept[Int(record.position.rawValue)].withUnsafeBytes { unsafe batch.append(record, $0) }
        }
        return next
    }

    func learn(_ rulebook: Rulebook, at position: Position) {}

    func wait(for position: Position, atMost timeout: Duration) -> Bool {
        list.wait(for: position, atMost: timeout)
    }
}
