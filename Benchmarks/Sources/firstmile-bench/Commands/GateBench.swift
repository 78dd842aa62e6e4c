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

        /// Decodes a chunk at a time, as a request comes to the gate, and gives the seconds `body` had of a core.
        func forEachChunk(of size: Int = 100, _ body: ([Recorded]) -> Void) throws -> Double {
            var seconds = 0.0
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
                    let begin = coreSeconds
                    body(chunk)
                    seconds += coreSeconds - begin
                    chunk.removeAll(keepingCapacity: true)
                }
            }
            return seconds
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
                _ = try records.forEachChunk { _ in }
                return Double(count) / (coreSeconds - begin)
            }, "records/s")
        report(
            "records folded",
            try (0..<runs).map { _ in
                var state = GateState()
                return Double(count)
                    / (try records.forEachChunk { for recorded in $0 { state.evolve(with: recorded) } })
            }, "records/s")
        let all = PhoneLibrary(destinations: rules.mandate.countries.map(\.country))
        let gate = Gate(rules: rules, phones: all, goods: try GoodsLibrary(rules: rules))
        report(
            "facts folded and decided, phone numbers met before",
            try (0...runs).map { _ in try decided(records, by: gate) }.dropFirst().map { $0 }, "facts/s")
        report(
            "facts folded and decided, every phone number new",
            try (0..<runs).map { _ in
                let phones = PhoneLibrary(destinations: rules.mandate.countries.map(\.country))
                return try decided(
                    records, by: Gate(rules: rules, phones: phones, goods: try GoodsLibrary(rules: rules)))
            }, "facts/s")
    }

    /// Facts a second.
    private func decided(_ records: Records, by gate: borrowing Gate) throws -> Double {
        var state = GateState()
        var decisions: [Decision] = []
        let seconds = try records.forEachChunk { chunk in
            // Lent, as the write path has it: an array's element would be a copy.
            let lent = chunk.span
            for index in lent.indices where lent[index].origin == .fact {
                state.evolve(with: lent[index])
                gate.decide(after: lent[index], given: state, into: &decisions)
                for decision in decisions {
                    state.evolve(
                        with: Recorded(
                            position: lent[index].position, recordedAt: lent[index].recordedAt,
                            origin: .decision, cause: decision.cause,
                            event: Event(time: decision.time, payload: decision.payload)))
                }
                decisions.removeAll(keepingCapacity: true)
            }
        }
        return Double(facts) / seconds
    }
}

/// What this thread has had of a core, so that others on the machine don't count.
private var coreSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
