import Foundation
import Testing

@testable import Index

extension StateFile {
    fileprivate func append(_ bytes: [UInt8]) throws -> UInt64 {
        try unsafe bytes.withUnsafeBytes { try unsafe append($0) }
    }

    fileprivate func bytes(at offset: UInt64) throws -> [UInt8] {
        try unsafe read(at: offset) { unsafe Array($0) }
    }
}

struct StateFileTests {
    @Test(arguments: seeds)
    func `every blob is read back, from the buffer and from the file`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let scratch = try Scratch()
        let bufferBytes = [1, 7, 100, 5000, 1 << 20].randomElement(using: &dice) ?? 1
        let file = try StateFile(scratch.path + "/states", bufferBytes: bufferBytes)
        var blobs: [(offset: UInt64, bytes: [UInt8])] = []
        for _ in 0..<300 {
            let count = [0, 1, 15, 16, 17, 300, 1016, 1017, 4000].randomElement(using: &dice) ?? 0
            let start = UInt8.random(in: 0...255, using: &dice)
            let bytes = (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0) }
            blobs.append((try file.append(bytes), bytes))
            let asked = try #require(blobs.randomElement(using: &dice))
            #expect(try file.bytes(at: asked.offset) == asked.bytes, "seed \(seed)")
        }
        for blob in blobs { #expect(try file.bytes(at: blob.offset) == blob.bytes) }
    }

    @Test(arguments: [1, 1 << 20])
    func `an offset where no blob begins is refused`(bufferBytes: Int) throws {
        let scratch = try Scratch()
        let file = try StateFile(scratch.path + "/states", bufferBytes: bufferBytes)
        let first = try file.append([1, 2, 3])
        let second = try file.append(Array(repeating: 9, count: 500))
        _ = try file.append([])
        for offset in (0..<(file.byteCount + 20)) where ![first, second, file.byteCount - 8].contains(offset)
        {
            #expect(throws: IndexError.damaged(path: scratch.path + "/states", offset: offset)) {
                try file.bytes(at: offset)
            }
        }
        #expect(throws: IndexError.self) { try file.bytes(at: .max) }
    }

    @Test(arguments: 0..<31)
    func `a changed byte is seen`(offset: Int) throws {
        let scratch = try Scratch()
        let file = try StateFile(scratch.path + "/states", bufferBytes: 1)
        let blob = try file.append(Array(1...23))
        _ = try file.append([1])
        try scratch.overwrite("states", at: offset, with: 0xEE)
        #expect(throws: IndexError.damaged(path: scratch.path + "/states", offset: 0)) {
            try file.bytes(at: blob)
        }
    }

    @Test func `it begins empty`() throws {
        let scratch = try Scratch()
        _ = try StateFile(scratch.path + "/states", bufferBytes: 1).append([1, 2])
        let file = try StateFile(scratch.path + "/states")
        #expect(file.byteCount == 0)
        #expect(throws: IndexError.self) { try file.bytes(at: 0) }
    }
}
