import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Views

struct StorageTests {
    @Test func `a database that is being written is copied as it stood, and the copy needs no other file`()
        throws
    {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-copy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let (path, copy) = (place.appending(path: "a.sqlite").path, place.appending(path: "b.sqlite").path)
        var configuration = Configuration()
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in try db.execute(sql: "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)") }
        for _ in 1...2 {
            // What is not committed is not in it.
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN IMMEDIATE; INSERT INTO t VALUES (3)")
                try DatabaseCopy.make(of: path, at: copy)
                try db.execute(sql: "ROLLBACK")
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasPrefix("b") }
                    == ["b.sqlite"])
            let read = try DatabaseQueue(path: copy)
            #expect(try read.read { db in try Int.fetchAll(db, sql: "SELECT a FROM t") } == [1, 2])
            try read.close()
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `an index of digests agrees with a dictionary`(seed: UInt64)
    {
        var random = SplitMix(state: seed)
        var index = DigestIndex(minimumCapacity: 4)
        var expected: [Int: UInt64] = [:]
        for step in 0..<20_000 {
            // Few digests, so that many collide; each slot is its own key.
            let slot = Int(random.next() % 500)
            if let digest = expected[slot] {
                #expect(index.find(digest) { $0 == slot } == slot, "seed \(seed), step \(step)")
                index.remove(digest, slot: slot)
                expected[slot] = nil
                #expect(index.find(digest) { $0 == slot } == nil, "seed \(seed), step \(step)")
            } else {
                let digest = (random.next() % 8) << 61 | random.next() % 128
                index.insert(digest, slot)
                expected[slot] = digest
            }
        }
        #expect(index.count == expected.count)
        for (slot, digest) in expected { #expect(index.find(digest) { $0 == slot } == slot) }
    }

    @Test func `rows that left the memory come back as they were`() throws {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { db in
            try Compliance.createTables(in: db)
            let table = try CachedTable<ComplianceRow>(capacity: 4, in: db)
            for round in 0..<3 {
                for number in 0..<50 {
                    let slot = try table.slot(of: OrderID(stringLiteral: "order-\(number)"))
                    #expect(table[slot].position == Position(UInt64(round)))
                    table.change(slot) { row in
                        row.position = row.position.next
                        row.findings.insert(FindingSet(.taxID))
                    }
                    if table.wantsFlush { try table.flush() }
                }
            }
            try table.flush()
            let positions = try Int64.fetchAll(db, sql: "SELECT position FROM compliance ORDER BY id")
            #expect(positions == Array(repeating: 3, count: 50))
        }
    }

    @Test func `a row that was only looked at is not stored`() throws {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { db in
            try Compliance.createTables(in: db)
            let table = try CachedTable<ComplianceRow>(capacity: 4, in: db)
            _ = try table.slot(of: "looked-at")
            #expect(try table.existing("looked-at") == nil)
            try table.flush()
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM compliance") == 0)
        }
    }

    @Test func `every text survives the way through a statement`() throws {
        let queue = try DatabaseQueue()
        let texts = ["", "a", "速卖通", String(repeating: "x", count: 5000)]
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "CREATE TABLE t (a TEXT, b TEXT)")
            let insert = try RawStatement("INSERT INTO t VALUES (?1, ?2)", in: db)
            for text in texts {
                insert.start()
                insert.put(text)
                insert.put(Token(text))
                try insert.run()
            }
            #expect(try String.fetchAll(db, sql: "SELECT a FROM t") == texts)
            #expect(try Bool.fetchAll(db, sql: "SELECT b IS NULL FROM t") == [false, false, false, true])
        }
    }
}

/// A small generator whose seed can be printed and used again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
