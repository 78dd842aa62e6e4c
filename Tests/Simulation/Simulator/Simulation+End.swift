import EventLog
import Vocabulary

/// The end of a seed: no more faults, and everything that was ever said must have found its answer.
extension Simulation {
    func calmDown() throws {
        trace("calm")
        disk.isCalm = true
        disk.operationsLeft = nil
        disk.room = .max
        network.isCalm = true
        port.isCalm = true
        // What was said under a clock ahead of this one would be refused for days.
        clock.time = clock.latest
        for _ in 0..<400 {
            guard publishers.contains(where: { $0.sayings.contains { !$0.isSettled } }) else { break }
            try goOn()
        }
        for saying in publishers.flatMap(\.sayings) where !saying.isSettled {
            throw Violation("every event is answered in the end", saying.name)
        }
        // Deadlines that are due are said, and nothing is said twice.
        clock.time = clock.time + .days(3)
        for _ in 0..<20 { try goOn() }
        try endAndLook(orderly: dice.chance(0.5))
        try endAndLook(orderly: true)
        let report = try LogVerifier(disk).verify()
        guard report.isWhole else { throw Violation("the log is whole in the end", "\(report.damages)") }
        guard report.end == UInt64(check.entries.count) else {
            throw Violation("the verifier sees the whole log", "\(report.end) of \(check.entries.count)")
        }
    }

    private func goOn() throws {
        // Some were said to have happened later than now.
        clock.time = clock.time + .minutes(7)
        if daemon == nil { try start() }
        for publisher in publishers { speak(publisher, mayRepeat: false) }
        for _ in 0..<network.requests.count { deliver() }
        for _ in 0..<3 {
            try round()
            try work(.commit)
        }
        try work(.prepare)
        for _ in 0..<network.replies.count { hear() }
    }

    private func endAndLook(orderly: Bool) throws {
        if orderly {
            for _ in 0..<100 where daemon != nil {
                try round(stopping: true)
                try work(.commit)
            }
            guard daemon == nil else { throw Violation("a daemon ends when it is asked to") }
        } else {
            disk.turnOff()
            try crash()
        }
        try start()
        guard daemon != nil else { throw Violation("a daemon starts on a good disk") }
    }
}
