import ArgumentParser
import Decisions
import EventLog
import Foundation
import Intake
import Rulebook
import Vocabulary
import Wire

/// `firstmile-bench gate`
struct GateBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "The gate in memory, on one core: facts folded and decided.")

    @Option(help: "Facts in the log; decisions come on top.")
    var facts = 1_000_000
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @Option(help: "How often to measure.")
    var runs = 3
    @OptionGroup var place: Place

    /// Records of a log, in memory.
    private struct Records {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var time = Instant(nanoseconds: 0)

        /// Decodes a chunk at a time, as a request comes to the gate.
        ///
        /// - Parameters:
        ///   - first: what `body` counted before is not measured.
        ///   - body: takes them out from the end, which is the earliest, as the write path has each in its hand; an
        ///     array's element would be a copy. Says how many it took.
        /// - Returns: how many a second that `body` had of a core.
        func rate(of size: Int = 100, from first: Int = 0, _ body: (inout [Recorded]) -> Int) throws -> Double
        {
            var (before, measured, seconds) = (0, 0, 0.0)
            var chunk: [Recorded] = []
            chunk.reserveCapacity(size)
            try unsafe bytes.withUnsafeBytes { bytes in
                var start = 0
                for (index, end) in ends.enumerated() {
                    chunk.append(
                        try unsafe RecordDecoder.decode(
                            UnsafeRawBufferPointer(rebasing: bytes[start..<end]),
                            position: Position(UInt64(index)), recordedAt: time))
                    start = end
                    guard chunk.count == size || index == ends.count - 1 else { continue }
                    chunk.reverse()
                    let begin = coreSeconds
                    let taken = body(&chunk)
                    if before >= first {
                        seconds += coreSeconds - begin
                        measured += taken
                    } else {
                        before += taken
                    }
                    chunk.removeAll(keepingCapacity: true)
                }
            }
            return Double(measured) / seconds
        }
    }

    func run() throws {
        let made = try MadeLog(facts: facts, days: days, in: place)
        defer { place.remove(made.directory) }
        var records = Records()
        _ = try unsafe LogReader(directory: made.log).read(from: 0) { _, time, record in
            unsafe records.bytes.append(contentsOf: record)
            records.ends.append(records.bytes.count)
            records.time = Instant(nanoseconds: time)
        }
        let rules = RulebookFile.shipped.rules
        let count = records.ends.count
        report(
            "records decoded",
            try (0..<runs).map { _ in
                let begin = coreSeconds
                _ = try records.rate { $0.count }
                return Double(count) / (coreSeconds - begin)
            }, "records/s")
        report(
            "records folded",
            try (0..<runs).map { _ in
                var state = GateState()
                return try records.rate { chunk in
                    let count = chunk.count
                    while let recorded = chunk.popLast() { state.evolve(with: recorded) }
                    return count
                }
            }, "records/s")
        let countries = rules.mandate.countries.map(\.country)
        let gate = Gate(
            rules: rules, phones: PhoneLibrary(destinations: countries), goods: try GoodsLibrary(rules: rules)
        )
        report(
            "facts folded and decided, phone numbers and goods met before",
            try (0...runs).map { _ in try decided(records, by: gate) }.dropFirst().map { $0 }, "facts/s")
        func fresh() throws -> Gate {
            Gate(
                rules: rules, phones: PhoneLibrary(destinations: countries),
                goods: try GoodsLibrary(rules: rules))
        }
        report(
            "facts folded and decided as they come, the second half of the log",
            try (0..<runs).map { _ in try decided(records, by: fresh(), from: facts / 2) }, "facts/s")
        report(
            "facts folded and decided as they come, from the start",
            try (0..<runs).map { _ in try decided(records, by: fresh()) }, "facts/s")
    }

    /// Facts a second, counted from a fact on: what comes before makes orders and fills the memory of goods.
    private func decided(_ records: Records, by gate: borrowing Gate, from first: Int = 0) throws -> Double {
        var state = GateState()
        var decisions: [Decision] = []
        return try records.rate(from: first) { chunk in
            var facts = 0
            while let recorded = chunk.popLast() {
                guard recorded.origin == .fact else { continue }
                facts += 1
                state.evolve(with: recorded)
                gate.decide(after: recorded, given: state, into: &decisions)
                for decision in decisions {
                    state.evolve(
                        with: Recorded(
                            position: recorded.position, recordedAt: recorded.recordedAt,
                            origin: .decision, cause: decision.cause,
                            event: Event(time: decision.time, payload: decision.payload)))
                }
                decisions.removeAll(keepingCapacity: true)
            }
            return facts
        }
    }
}

/// What this thread has had of a core, so that others on the machine don't count.
private var coreSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
