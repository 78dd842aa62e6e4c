import Foundation
import Testing

@testable import Simulator

/// Seeds of the simulator in a debug build; `make simulate-faults` plays many more of them in a release build.
struct SeedTests {
    /// One seed from the environment replays one failure; otherwise a fixed range keeps the check steady.
    static let seeds: ClosedRange<UInt64> =
        ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init).map { $0...$0 } ?? 1...60

    @Test func `every promise is kept, whatever happens to the machine`() throws {
        let parts = try SharedParts()
        defer { parts.remove() }
        var (restarts, acknowledgements) = (0, 0)
        for seed in Self.seeds {
            do {
                let simulation = try Simulation.play(seed, parts)
                restarts += simulation.restarts
                acknowledgements += simulation.acknowledgements
            } catch {
                Issue.record("SEED=\(seed): \(error)")
            }
        }
        #expect(restarts >= Self.seeds.count)
        #expect(acknowledgements >= Self.seeds.count)
    }

    /// Found by longer runs, each once something was wrong: see README.md.
    @Test(arguments: [143_606] as [UInt64])
    func `what once failed does not fail again`(seed: UInt64) throws {
        let parts = try SharedParts()
        defer { parts.remove() }
        _ = try Simulation.play(seed, parts)
    }

    @Test func `a seed played twice is the same story`() throws {
        let parts = try SharedParts()
        defer { parts.remove() }
        for seed in [3, 17, 92] as [UInt64] {
            var stories: [[String]] = [[], []]
            for turn in stories.indices {
                _ = try Simulation.play(seed, parts) { stories[turn].append($0) }
            }
            #expect(stories[0].count > 50)
            #expect(stories[0] == stories[1], "seed \(seed)")
        }
    }
}

struct DiskTests {
    @Test func `a failed sync loses what the system goes on showing`() throws {
        var dice = Dice(seed: 7)
        let inode = Inode(Array("0123".utf8))
        inode.write(Array("abcd".utf8), at: 0)
        inode.failToSync(&dice, sectorBytes: 1)
        inode.sync()
        #expect(inode.bytes == Array("abcd".utf8))
        #expect(inode.durable != inode.bytes)
        inode.loseBetween(.nothing, &dice, sectorBytes: 1)
        #expect(inode.bytes != Array("abcd".utf8))
    }

    @Test func `what was synced survives every crash, and each sector holds what was there once`() throws {
        for seed in 0..<200 as Range<UInt64> {
            var dice = Dice(seed: seed)
            let inode = Inode([1, 1, 1, 1])
            inode.write([2, 2, 2, 2], at: 0)
            inode.sync()
            inode.write([3, 3, 3, 3], at: 0)
            inode.write([4, 4, 4, 4], at: 0)
            inode.loseBetween(dice.pick(Inode.Loss.allCases), &dice, sectorBytes: 2)
            #expect(inode.bytes.allSatisfy { (2...4).contains($0) })
        }
    }
}
