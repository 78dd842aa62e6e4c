import Foundation
import Testing

@testable import Index

/// Leaves an index of `count` entries in the directory: entry n is fingerprint n * 7, value n.
private func fill(_ scratch: Scratch, count: Int, options: IndexOptions = tiny, epoch: UInt64 = 1) throws {
    let index = try FingerprintIndex.create(in: scratch.path, epoch: epoch, options: options)
    for number in 0..<count {
        try index.insert(UInt64(number * 7), UInt64(number))
        index.coveredThrough = UInt64(number)
    }
    try index.settle()
    try index.close()
}

/// Entries 0 through `coveredThrough` are there, and nothing else.
private func expectWhole(_ index: FingerprintIndex, below count: Int) throws {
    let covered = index.coveredThrough.map { Int($0) + 1 } ?? 0
    for number in 0..<count {
        let values = try index.values(of: UInt64(number * 7))
        if number < covered { #expect(values == [UInt64(number)]) }
        if number > covered { #expect(values == []) }
    }
}

@Suite(.timeLimit(.minutes(10)))
struct ReopeningTests {
    @Test(arguments: [0, 1, 7, 8, 9, 100, 1000])
    func `what was closed is there when reopened`(count: Int) throws {
        let scratch = try Scratch()
        try fill(scratch, count: count)
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 1, options: tiny)
        #expect(index.coveredThrough == (count == 0 ? nil : UInt64(count - 1)))
        try expectWhole(index, below: count)
        for number in count..<(count + 50) { try index.insert(UInt64(number * 7), UInt64(number)) }
        index.coveredThrough = UInt64(count + 49)
        try expectWhole(index, below: count + 50)
        try index.close()
    }

    @Test func `without closing only the table in memory is lost`() throws {
        let scratch = try Scratch()
        do {
            let index = try FingerprintIndex.create(in: scratch.path, epoch: 1, options: tiny)
            for number in 0..<83 {
                try index.insert(UInt64(number * 7), UInt64(number))
                index.coveredThrough = UInt64(number)
            }
        }
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 1, options: tiny)
        #expect(try #require(index.coveredThrough) >= 70)
        try expectWhole(index, below: 83)
        try index.close()
    }

    @Test func `created anew it knows nothing and the old files go`() throws {
        let scratch = try Scratch()
        try fill(scratch, count: 100)
        try Data("mine".utf8).write(to: URL(filePath: scratch.path + "/notes.txt"))
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        #expect(try index.values(of: 7) == [])
        #expect(index.coveredThrough == nil)
        try index.settle()
        #expect(scratch.names == ["notes.txt"])
        try index.close()
    }

    @Test func `another epoch's files are not read`() throws {
        let scratch = try Scratch()
        try fill(scratch, count: 100, epoch: 1)
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 2, options: tiny)
        #expect(index.coveredThrough == nil)
        #expect(try index.values(of: 7) == [])
        try index.close()
    }

    @Test(arguments: [0, 8, 40, 72, 90, 4096, 4100, 4111, 4200], [UInt8(0), 0xFF])
    func `a damaged run is not read, nor what came after it`(offset: Int, byte: UInt8) throws {
        let scratch = try Scratch()
        let options = IndexOptions(tableEntries: 8, fanOut: 50)
        try fill(scratch, count: 64, options: options)
        let path = "\(scratch.path)/run-3-3"
        let before = try Data(contentsOf: URL(filePath: path))
        guard before[offset] != byte else { return }
        try scratch.overwrite("run-3-3", at: offset, with: byte)
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 1, options: options)
        // The table freezes on the ninth insertion, when only eight are covered.
        #expect(index.coveredThrough == 23)
        try expectWhole(index, below: 64)
        try index.close()
    }

    @Test(arguments: [0, 1, 95, 96, 4095, 4096, 4100, 4208, 4223])
    func `a run cut short is not read`(length: UInt64) throws {
        let scratch = try Scratch()
        let options = IndexOptions(tableEntries: 8, fanOut: 50)
        try fill(scratch, count: 64, options: options)
        let handle = try #require(FileHandle(forUpdatingAtPath: "\(scratch.path)/run-2-2"))
        try handle.truncate(atOffset: length)
        try handle.close()
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 1, options: options)
        #expect(index.coveredThrough == 15)
        try expectWhole(index, below: 64)
        try index.settle()
        #expect(scratch.names == ["run-0-0", "run-1-1"])
        try index.close()
    }

    @Test func `unfinished runs and inputs of a finished merge are removed`() throws {
        let scratch = try Scratch()
        let apart = try Scratch()
        try fill(apart, count: 25, options: IndexOptions(tableEntries: 8, fanOut: 50))
        try fill(scratch, count: 25, options: IndexOptions(tableEntries: 8, fanOut: 3))
        #expect(scratch.names == ["run-0-2", "run-3-3"])
        // As if the process had died between the merge's rename and the removal of its inputs.
        for name in apart.names where name != "run-3-3" {
            try FileManager.default.copyItem(
                atPath: "\(apart.path)/\(name)", toPath: "\(scratch.path)/\(name)")
        }
        try Data(count: 9000).write(to: URL(filePath: scratch.path + "/run-3-3.partial"))
        try Data(count: 9000).write(to: URL(filePath: scratch.path + "/run-9-12.old"))
        let index = try FingerprintIndex.reopen(in: scratch.path, epoch: 1, options: tiny)
        #expect(index.coveredThrough == 24)
        try expectWhole(index, below: 30)
        try index.settle()
        #expect(scratch.names == ["run-0-2", "run-3-3"])
        try index.close()
    }

    @Test func `a damaged merge falls back to its inputs`() throws {
        let scratch = try Scratch()
        let apart = try Scratch()
        try fill(apart, count: 25, options: IndexOptions(tableEntries: 8, fanOut: 50))
        try fill(scratch, count: 25, options: IndexOptions(tableEntries: 8, fanOut: 3))
        for name in apart.names where name != "run-3-3" {
            try FileManager.default.copyItem(
                atPath: "\(apart.path)/\(name)", toPath: "\(scratch.path)/\(name)")
        }
        try scratch.overwrite("run-0-2", at: 4099, with: 0x5A)
        let index = try FingerprintIndex.reopen(
            in: scratch.path, epoch: 1, options: IndexOptions(tableEntries: 8, fanOut: 50))
        #expect(index.coveredThrough == 24)
        #expect(index.runCount == 4)
        try expectWhole(index, below: 30)
        try index.close()
    }

    @Test func `after a fall-back to inputs newer values still come first`() throws {
        let scratch = try Scratch()
        let apart = try Scratch()
        for (directory, fanOut) in [(apart, 50), (scratch, 3)] {
            let index = try FingerprintIndex.create(
                in: directory.path, options: IndexOptions(tableEntries: 8, fanOut: fanOut))
            for value in 0..<57 { try index.insert(UInt64(value % 3), UInt64(value)) }
            try index.settle()
            try index.close()
        }
        #expect(scratch.names == ["run-0-2", "run-3-5", "run-6-6", "run-7-7"])
        for name in ["run-0-0", "run-1-1", "run-2-2"] {
            try FileManager.default.copyItem(
                atPath: "\(apart.path)/\(name)", toPath: "\(scratch.path)/\(name)")
        }
        try scratch.overwrite("run-0-2", at: 4099, with: 0x5A)
        // Young tiers now lie on both sides of an old one and must not be merged across it.
        let index = try FingerprintIndex.reopen(
            in: scratch.path, options: IndexOptions(tableEntries: 8, fanOut: 2))
        for value in 57..<100 { try index.insert(UInt64(value % 3), UInt64(value)) }
        try index.settle()
        for fingerprint in 0..<3 {
            let expected = (0..<100).filter { $0 % 3 == fingerprint }.reversed().map(UInt64.init)
            #expect(try index.values(of: UInt64(fingerprint)) == expected)
        }
        try index.close()
    }
}
