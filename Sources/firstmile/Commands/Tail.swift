import ArgumentParser
import EventLog
import Explaining
import Rulebook
import Vocabulary
import Wire

/// `firstmile tail`
struct Tail: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the log's events as they are recorded, and wait for more.",
        discussion: """
            Facts and decisions, with their position, time and origin. On a terminal a table for people; into a file or
            a pipe whole CloudEvents, one a line. --format says which, wherever it goes.

              firstmile tail                    the last ten, then whatever comes
              firstmile tail --from 0 --no-follow > events.ndjson
              firstmile tail --format table --lang zh
            """)

    /// How events are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// A line of words for each; long texts by their size.
        case table
        /// Whole.
        case ndjson
    }

    @Option(help: ArgumentHelp("Begin at this position instead of the last ten.", valueName: "POSITION"))
    var from: UInt64?

    @Option(help: "End after so many.")
    var count: UInt64?

    @Flag(inversion: .prefixedNo, help: "Wait for more at the end.")
    var follow = true

    @Option(help: "table, or ndjson: whole CloudEvents. (default: table on a terminal, else ndjson)")
    var format: Format?

    @Option(help: "The table's language, en or zh.")
    var lang: Language = .en

    @OptionGroup var source: DataOption

    func run() throws {
        let directory = try source.directory()
        let log = try LogReader(directory: directory.log)
        switch format ?? (Terminal.outputIsTerminal ? .table : .ndjson) {
        case .table:
            // Scans are told by the rulebooks' code maps; a log that no view has read yet has the shipped one.
            let rulebooks = ((try? directory.rulebooks()) ?? []).timetable
            let lines = RecordLines(texts: EventText(language: lang, rulebooks: rulebooks))
            Terminal.print(lines.header)
            try unsafe read(log) { bytes, position, time, line in
                let recorded = try unsafe RecordDecoder.decode(bytes, position: position, recordedAt: time)
                line.append(contentsOf: lines.line(recorded).utf8)
            }
        case .ndjson:
            let writer = CloudEventWriter()
            try unsafe read(log) { bytes, position, time, line in
                try unsafe writer.write(bytes, position: position, recordedAt: time, into: &line)
            }
        }
    }

    /// Hands over each record that is asked for, and writes what is made of it, a line each.
    private func read(
        _ log: LogReader,
        _ write: (UnsafeRawBufferPointer, Position, Instant, inout [UInt8]) throws -> Void
    ) throws {
        var end = try log.end()
        var position = from ?? (end > 10 ? end - 10 : 0)
        var left = count ?? .max
        var line: [UInt8] = []
        while left > 0 {
            if position >= end {
                guard follow else { return }
                _ = try log.waitForRecords(beyond: position, atMost: .seconds(3600))
                end = try log.end()
                continue
            }
            let next = try unsafe log.read(
                from: position, limit: left < end - position ? position + left : end, maxBytes: 1 << 20
            ) { at, time, bytes in
                try unsafe write(bytes, Position(at), Instant(nanoseconds: time), &line)
                line.append(0x0A)
            }
            unsafe line.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
            line.removeAll(keepingCapacity: true)
            left -= next - position
            position = next
        }
    }
}
