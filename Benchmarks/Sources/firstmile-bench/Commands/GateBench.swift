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
        commandName: "gate", abstract: "The gate in memory, on one core: facts decoded, folded, decided.")

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

        func forEach(_ body: (Recorded) -> Void) throws {
            try unsafe bytes.withUnsafeBytes { bytes in
                var start = 0
                for (index, end) in ends.enumerated() {
                    body(
                        try unsafe RecordDecoder.decode(
                            UnsafeRawBufferPointer(rebasing: bytes[start..<end]),
                            position: Position(UInt64(index)), recordedAt: time))
                    start = end
                }
            }
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
        let gate = Gate(
            rules: rules, phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            goods: try GoodsLibrary(rules: rules))
        report("records decoded", try timed(records, records.ends.count) { _ in }, "records/s")
        report(
            "records decoded and folded",
            try (0..<runs).map { _ in
                var state = GateState()
                return try once(records, records.ends.count) { state.evolve(with: $0) }
            }, "records/s")
        var kinds = 0
        report(
            "facts decoded, folded and decided again",
            try (0..<runs).map { _ in
                var state = GateState()
                var decisions: [Decision] = []
                kinds = 0
                return try once(records, facts) { recorded in
                    guard recorded.origin == .fact else { return }
                    state.evolve(with: recorded)
                    gate.decide(after: recorded, given: state, into: &decisions)
                    for decision in decisions {
                        state.evolve(
                            with: Recorded(
                                position: recorded.position, recordedAt: recorded.recordedAt,
                                origin: .decision, cause: decision.cause,
                                event: Event(time: decision.time, payload: decision.payload)))
                    }
                    kinds += decisions.count
                    decisions.removeAll(keepingCapacity: true)
                }
            }, "facts/s")
        show("  \(grouped(Double(kinds))) decisions from \(grouped(Double(facts))) facts")
    }

    private func timed(_ records: Records, _ count: Int, _ body: (Recorded) -> Void) throws -> [Double] {
        try (0..<runs).map { _ in try once(records, count, body) }
    }

    private func once(_ records: Records, _ count: Int, _ body: (Recorded) -> Void) throws -> Double {
        let start = Self.coreSeconds
        try records.forEach(body)
        return Double(count) / (Self.coreSeconds - start)
    }

    /// What this thread has had of a core, so that others on the machine don't count.
    private static var coreSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
