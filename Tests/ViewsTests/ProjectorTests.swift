import Foundation
import GRDB
import Rulebook
import Testing
import Vocabulary

@testable import Views

struct ProjectorTests {
    private func story() -> Story {
        var story = Story()
        story.declare(-120)
        story.handOver(0)
        story.accept(60)
        return story
    }

    @Test func `a projector follows the log and tells how far it is`() throws {
        let bench = try Workbench()
        let records = story().records
        let source = ListSource(records, length: 2)
        let projector = Projector(
            Compliance.self, in: bench.directory, from: source, under: Workbench.rules)
        projector.start()
        #expect(projector.wait(until: Position(2), atMost: .seconds(10)))
        source.grow(to: records.count)
        #expect(projector.wait(until: Position(UInt64(records.count)), atMost: .seconds(10)))
        projector.stop()
        let status = projector.status
        #expect(status.phase == .stopped)
        #expect(status.lagEvents == 0)
        #expect(status.checkpoint.eventTime == Story.minute(60))
        #expect(try bench.reader("compliance").checkpoint() == status.checkpoint)
    }

    @Test func `a view ahead of its log is refused`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(story().records))
        let projector = Projector(
            Compliance.self, in: bench.directory, from: ListSource(story().records, length: 1),
            under: Workbench.rules)
        projector.start()
        #expect(!projector.wait(until: Position(9), atMost: .seconds(10)))
        #expect(projector.status.error == .aheadOfLog(view: "compliance", checkpoint: 5, logEnd: 1))
        #expect(projector.status.phase == .failed)
    }

    @Test func `a raised version is rebuilt beside the old file, which answers until then`() throws {
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(story().records))
        let old = try bench.reader("compliance")
        try DatabaseQueue(path: bench.directory + "/compliance.sqlite").write { db in
            try db.execute(sql: "UPDATE projector SET version = 0; UPDATE compliance SET status = 'exempt'")
        }
        #expect(try old.rows()[0, "status"] == .text("exempt"))
        try bench.run(Compliance.self, ListSource(story().records))
        #expect(try old.rows()[0, "status"] == .text("exempt"))
        #expect(try bench.reader("compliance").rows()[0, "status"] == .text("compliant"))
        #expect(!FileManager.default.fileExists(atPath: bench.directory + "/compliance.next.sqlite"))
    }

    @Test func `an interrupted rebuild leaves nothing behind and begins anew`() throws {
        let bench = try Workbench()
        let records = story().records
        let progress = Progress(view: Compliance.name)
        let run = try ProjectorRun<Compliance>(
            directory: bench.directory, source: ListSource(records), under: Workbench.rules,
            options: ProjectorOptions(), progress: progress)
        #expect(try run.advance())
        #expect(throws: ViewError.self) { try bench.reader("compliance") }
        // As a process that was killed would leave it.
        let half = bench.directory + "/compliance.building.sqlite"
        let copy = try Data(contentsOf: URL(filePath: half))
        run.close()
        #expect(!FileManager.default.fileExists(atPath: half))
        try copy.write(to: URL(filePath: half))
        try bench.run(Compliance.self, ListSource(records))
        #expect(try bench.reader("compliance").rows().rows.count == 1)
        #expect(!FileManager.default.fileExists(atPath: half))
    }

    @Test func `a file of another program is left alone`() throws {
        let bench = try Workbench()
        let path = bench.directory + "/compliance.sqlite"
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in try db.execute(sql: "CREATE TABLE mine (a)") }
        try queue.close()
        #expect(throws: ViewError.unknownFile(path: path)) {
            try bench.run(Compliance.self, ListSource(story().records))
        }
    }

    @Test func `a hole in what the source delivers stops the view`() throws {
        let bench = try Workbench()
        var records = story().records
        records[2].position = Position(7)
        #expect(throws: ViewError.gap(expected: 2, found: 7)) {
            try bench.run(Compliance.self, ListSource(records))
        }
    }
}
