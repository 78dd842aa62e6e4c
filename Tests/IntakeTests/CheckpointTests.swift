import EventLog
import Foundation
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Intake

/// What a start does with what an earlier process wrote down.
struct CheckpointTests {
    @Test func `a restart folds only what came after the checkpoint`() throws {
        let desk = try Desk()
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        let report = try desk.checkpoint()
        guard case .written(let position, _, _) = report else {
            Issue.record("\(String(describing: report))")
            return
        }
        #expect(position == desk.log.next)
        _ = try desk.take(Said.declared("2"))
        try desk.restart()
        #expect(desk.start == "resumed at \(position)")
        #expect(desk.path.openOrders == 2)
        let outcome = try desk.take(Said.uploaded("1"))
        #expect(outcome.verdict?.verdict == .pass)
    }

    @Test(arguments: [true, false])
    func `an event recorded before or after the checkpoint is a duplicate for good, with its first position`(
        afterwards: Bool
    ) throws {
        let desk = try Desk()
        if afterwards { _ = try desk.take(Said.bound()) } else { try desk.restart() }
        var first: [String: UInt64] = [:]
        for order in 0..<50 {
            if order == 25 { try desk.checkpoint() }
            let said = Said.uploaded("\(order)", "LP\(order)", id: "u\(order)")
            first[said] = try desk.take(said).position
        }
        for _ in 0..<3 {
            try desk.restart()
            #expect(desk.start.hasPrefix("resumed"))
            for (said, position) in first {
                let again = try desk.take(said)
                #expect(again.isDuplicate && again.position == position)
            }
            for order in 0..<50 {
                let other = try desk.take(Said.uploaded("\(order)", "LP-other", id: "u\(order)"))
                let position = first[Said.uploaded("\(order)", "LP\(order)", id: "u\(order)")]
                #expect(other.refusal?.code == .conflict)
                #expect(other.refusal?.reason.contains("at position \(position ?? 0) ") == true)
            }
            try desk.checkpoint()
        }
    }

    @Test(arguments: 1...24)
    func `a daemon that restarts from checkpoints records what one records that never stops`(seed: UInt64)
        throws
    {
        var dice = Dice(seed: seed)
        let kept = Int.random(in: 0...3, using: &dice)
        let idle = Interval.minutes(Int64.random(in: 5...500, using: &dice))
        let steady = try Desk(finishedOrdersKept: kept, idleAfter: idle)
        let restless = try Desk(finishedOrdersKept: kept, idleAfter: idle)
        for step in 0..<90 {
            let said = anyFact(&dice, step)
            let one = try steady.take(said)
            let other = try restless.take(said)
            #expect(one.position == other.position, "seed \(seed), step \(step): \(said)")
            #expect(one.verdict == other.verdict, "seed \(seed), step \(step): \(said)")
            if Int.random(in: 0..<8, using: &dice) == 0 {
                let later = steady.now + .minutes(Int64.random(in: 1...100, using: &dice))
                try steady.wait(until: later)
                try restless.wait(until: later)
            }
            if Int.random(in: 0..<10, using: &dice) == 0 { try restless.checkpoint() }
            if Int.random(in: 0..<10, using: &dice) == 0 { try restless.restart() }
        }
        // Deadlines that pass at the same time are told in any order, and only there may the two differ.
        let (expected, found) = (try steady.lines(), try restless.lines())
        #expect(found == expected, "seed \(seed)")
        #expect(restless.path.openOrders == steady.path.openOrders || idle < .days(1), "seed \(seed)")
    }

    @Test(arguments: 1...15)
    func `a checkpoint that was damaged anywhere is thrown away, and the state is folded`(seed: UInt64) throws
    {
        var dice = Dice(seed: seed)
        let desk = try Desk()
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        try desk.checkpoint()
        var bytes = try Data(contentsOf: desk.checkpointFile)
        let place = seed < 10 ? Int(seed) * 13 : Int.random(in: 0..<bytes.count, using: &dice)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        try bytes.write(to: desk.checkpointFile)
        try desk.restart()
        #expect(desk.start.hasPrefix("folded because it is damaged"), "byte \(place): \(desk.start)")
        #expect(try desk.take(Said.uploaded("1")).verdict?.verdict == .pass)
        #expect(try desk.take(Said.declared("1")).isDuplicate)
        // The next one serves again.
        try desk.checkpoint()
        try desk.restart()
        #expect(desk.start.hasPrefix("resumed"))
    }

    @Test func `a checkpoint of another layout is thrown away`() throws {
        let desk = try Desk()
        _ = try desk.take(Said.declared("1"))
        try desk.checkpoint()
        var bytes = try [UInt8](Data(contentsOf: desk.checkpointFile))
        bytes[12] += 1
        bytes.replaceSubrange(120..<128, with: hashBytes(Array(bytes[..<120])))
        try Data(bytes).write(to: desk.checkpointFile)
        try desk.restart()
        #expect(desk.start.contains("another version of firstmile wrote it"))
        #expect(desk.path.openOrders == 1)
    }

    @Test func `a checkpoint of another log is thrown away`() throws {
        let (one, other) = (try Desk(), try Desk())
        for desk in [one, other] {
            _ = try desk.take(Said.declared("1"))
            try desk.checkpoint()
        }
        _ = try other.take(Said.declared("2"))
        try one.replaceState(by: other)
        try one.restart()
        #expect(one.start == "folded because it belongs to another log")
        #expect(one.path.openOrders == 1)
    }

    @Test func `a log put back from an older backup does not meet a newer state`() throws {
        let desk = try Desk()
        for order in 0..<10 { _ = try desk.take(Said.declared("\(order)")) }
        try desk.backUpLog()
        for order in 10..<20 { _ = try desk.take(Said.declared("\(order)")) }
        try desk.checkpoint()
        try desk.restart { try desk.putBackLog() }
        #expect(desk.start == "folded because it goes up to position 20, the log only up to 10")
        #expect(desk.path.openOrders == 10)
        // What the lost records said may be said again, and is new.
        #expect(try desk.take(Said.declared("15")).position == 10)
    }

    @Test func `a log that went another way after a backup does not meet the state of the first way`() throws
    {
        let desk = try Desk()
        for order in 0..<10 { _ = try desk.take(Said.declared("\(order)")) }
        try desk.backUpLog()
        for order in 10..<20 { _ = try desk.take(Said.declared("\(order)")) }
        try desk.checkpoint()
        let state = try Data(contentsOf: desk.checkpointFile)
        try desk.restart { try desk.putBackLog() }
        for order in 30..<45 { _ = try desk.take(Said.declared("\(order)")) }
        try desk.restart { try state.write(to: desk.checkpointFile) }
        #expect(desk.start == "folded because the log holds other records before position 20")
        #expect(desk.path.openOrders == 25)
    }

    @Test(arguments: ["events", "orders", "numbers", "orders.state"])
    func `a checkpoint without what left memory is thrown away`(lost: String) throws {
        let desk = try Desk(finishedOrdersKept: 0)
        for said in [
            Said.bound(), Said.declared("1"), Said.handedOver("1"), Said.uploaded("1"), Said.delivered("1"),
        ] { _ = try desk.take(said) }
        try desk.checkpoint()
        try desk.restart {
            try FileManager.default.removeItem(at: desk.stateDirectory.appending(path: lost))
        }
        #expect(desk.start.hasPrefix("folded because what had left memory is not whole"), "\(desk.start)")
        #expect(try desk.take(Said.delivered("1")).isDuplicate)
    }

    @Test func `rulebooks of the log judge after a restart from a checkpoint`() throws {
        let desk = try Desk()
        try desk.activate(.shipped)
        _ = try desk.take(Said.declared("1"))
        try desk.checkpoint()
        try desk.restart()
        #expect(desk.start.hasPrefix("resumed") && desk.path.namesRulebook)
        #expect(try desk.activate(.shipped).isEmpty)
        #expect(desk.path.rulebooks.map(\.identity) == [RulebookFile.shipped.rules.identity])
    }

    @Test func `a full disk leaves the last checkpoint in force`() throws {
        let desk = try Desk()
        _ = try desk.take(Said.declared("1"))
        try desk.checkpoint()
        _ = try desk.take(Said.declared("2"))
        // A directory in its place: the file cannot be made.
        let partial = desk.stateDirectory.appending(path: CheckpointFile.partialName)
        try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
        guard case .failed(let position, _) = try desk.checkpoint() else {
            Issue.record("it was written")
            return
        }
        #expect(position == 2)
        try desk.restart()
        #expect(desk.start == "resumed at 1" && desk.path.openOrders == 2)
    }

    // MARK: Facts

    private func anyFact(_ dice: inout Dice, _ step: Int) -> String {
        let order = String(Int.random(in: 1...9, using: &dice))
        let number = "LP0061234567890\(Int.random(in: 1...6, using: &dice))"
        let minute = Int.random(in: 10..<60, using: &dice)
        let time = "0\(Int.random(in: 0...9, using: &dice)):\(minute):00"
        let id = "f\(Int.random(in: 0..<100, using: &dice) == 0 ? 0 : step)"
        switch Int.random(in: 0..<14, using: &dice) {
        case 0: return Said.bound("b\(step)")
        case 1, 2, 3: return Said.weighed(order, grams: Int.random(in: 100...900, using: &dice), at: time)
        case 4: return Said.special(order)
        case 5, 6: return Said.handedOver(order, at: time)
        case 7, 8, 9: return Said.uploaded(order, number, at: time, id: id)
        case 10: return Said.delivered(order)
        case 11:
            return Said.event(
                id, "number-voided", time,
                #""orderId":"\#(order)","provider":"cainiao","trackingNumber":"\#(number)""#)
        case 12: return Said.requested("r\(step % 5)", for: step % 2 == 0 ? order : nil)
        default: return Said.approved("r\(step % 5)")
        }
    }

    private struct Dice: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private func hashBytes(_ bytes: [UInt8]) -> [UInt8] {
        var hash: [UInt8] = []
        hash.append(word: bytes.hash64)
        return hash
    }
}
