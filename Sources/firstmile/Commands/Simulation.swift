import ArgumentParser
import Foundation
import Simulate
import Vocabulary

/// `firstmile simulate`
struct Simulation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Write a lifelike stream of events, with every rule broken now and then.",
        discussion: """
            NDJSON of CloudEvents in order of arrival, on standard output. The same options give the same bytes.

            --truth FILE takes NDJSON too; `line` says what each line is about:
              order          how it must stand at the end in `compliance` (status, abnormal, findings, times), in `anomalies`
                             (anomalies, resolved) and in `fees` (feeFen, couponOrdinal, billedFen), what its
                             acknowledgements must name (said), and whether it must be STALLED some weeks on (unfinished)
              exemption      a row of `exemptions`; onboarding: a row of `onboarding`, with its anomalies
              bad-day        when the biggest store's ERP spoils phone numbers: RATE_ALARM, once the log's day has ended
              publisher-gap  sequence numbers that a source skipped; refused: an event that must be refused
              summary        the counts; the last line

              firstmile simulate --orders 1000 --seed 7 | firstmile publish
              firstmile simulate --orders 100000 --seed 1 --truth truth.ndjson > day.ndjson
            """)

    @Option(help: "How many orders.")
    var orders: UInt32 = 1000

    @Option(help: "The same seed gives the same stream.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("When the first order is placed, in RFC 3339.", valueName: "TIME"))
    var start: String = "2024-05-06T00:00:00Z"

    @Option(help: "Days over which orders are placed.")
    var days: Int = 30

    @Option(help: ArgumentHelp("Share of events that cannot be accepted, 0 to 1.", valueName: "SHARE"))
    var malformed: Double = 0

    @Option(help: ArgumentHelp("Write what was broken, and how all of it must end.", valueName: "FILE"))
    var truth: String?

    @Flag(help: "Let the truth tell of ordinary orders too.")
    var all = false

    func run() throws {
        guard (0...1).contains(malformed) else {
            throw ValidationError("--malformed: must be from 0 to 1, is \(malformed)")
        }
        var rates = Rates()
        rates.malformed = malformed
        var simulator = try Simulator(
            SimulationOptions(
                orders: orders, seed: seed, start: try Time.parse(start, option: "--start"), days: days,
                rates: rates, tellsAllOrders: all))
        let truths = try truth.map(openForWriting)
        let progress = Progress("simulating", of: nil, unit: "events")
        var (events, told): ([UInt8], [UInt8]) = ([], [])
        while simulator.write(events: &events, truth: &told) {
            unsafe events.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
            if let truths {
                unsafe told.withUnsafeBytes { unsafe Terminal.write($0, to: truths.fileDescriptor) }
            }
            events.removeAll(keepingCapacity: true)
            told.removeAll(keepingCapacity: true)
            progress.reached(UInt64(simulator.summary.events))
        }
        progress.end()
    }

    private func openForWriting(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("--truth: \(path) cannot be written") }
        return file
    }
}
