import Foundation
import Synchronization
import Testing

@testable import Index

/// One seed from the environment replays one failure; otherwise a fixed range keeps CI steady.
let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(1...16)

/// Random numbers that a seed repeats.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A directory of its own, removed with its last holder.
final class Scratch: Sendable {
    let path = NSTemporaryDirectory() + "index-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Names of the files in it, sorted.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func overwrite(_ name: String, at offset: Int, with byte: UInt8) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: "\(path)/\(name)"))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: [byte])
        try handle.close()
    }
}

extension FingerprintIndex {
    func values(of fingerprint: UInt64) throws -> [UInt64] {
        var values: [UInt64] = []
        try lookup(fingerprint, into: &values)
        return values
    }

    /// Waits until nothing is left to write, merge or remove.
    func settle() throws {
        for _ in 0..<20_000 {
            _ = try values(of: 0)  // A lookup takes over the newest runs, which frees the older ones.
            if writer.state.withLock({ $0.isIdle }) { return }
            usleep(500)
        }
        Issue.record("the background thread did not come to rest")
    }
}

let tiny = IndexOptions(tableEntries: 8, fanOut: 3, filterBitsPerEntry: 8)
