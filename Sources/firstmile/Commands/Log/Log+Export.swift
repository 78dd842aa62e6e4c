import ArgumentParser
import EventLog
import Vocabulary
import Wire

extension Log {
    /// `firstmile log export`
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the log's events to standard output, for other programs.",
            discussion: """
                NDJSON: CloudEvents as `tail` prints them. CSV: attributes and the most asked-for fields as columns, and
                all data as JSON in the last one. --from and --to are positions, or times at which events were recorded.

                  firstmile log export > events.ndjson
                  firstmile log export --format csv --from 2024-05-06T00:00:00Z --to 2024-05-07T00:00:00Z
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, csv }

        @Option(help: "ndjson or csv.")
        var format: Format = .ndjson

        @Option(help: ArgumentHelp("The first one: a position or an RFC 3339 time.", valueName: "PLACE"))
        var from: String?

        @Option(
            help: ArgumentHelp("The one to end before: a position or an RFC 3339 time.", valueName: "PLACE"))
        var to: String?

        @OptionGroup var source: DataOption

        func run() throws {
            let log = try LogReader(directory: try source.directory().log)
            let end = try log.end()
            var position = try from.map { try place($0, in: log, "--from") } ?? log.oldest
            let last = min(try to.map { try place($0, in: log, "--to") } ?? end, end)
            let start = position
            let progress = Progress("exporting", of: last > start ? last - start : 0, unit: "events")
            defer { progress.end() }
            let writer = CloudEventWriter()
            var lines: [UInt8] = []
            var rows = FlatEvents()
            if format == .csv { lines += FlatEvents.header }
            while position < last {
                let next = try unsafe log.read(from: position, limit: last, maxBytes: 1 << 20) {
                    at, time, bytes in
                    let begin = lines.count
                    try unsafe writer.write(
                        bytes, position: Position(at), recordedAt: Instant(nanoseconds: time), into: &lines)
                    if format == .csv { rows.flatten(&lines, from: begin) } else { lines.append(0x0A) }
                }
                unsafe lines.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
                lines.removeAll(keepingCapacity: true)
                guard next > position else { return }
                position = next
                progress.reached(position - start)
            }
            unsafe lines.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
        }

        private func place(_ text: String, in log: LogReader, _ option: String) throws -> UInt64 {
            if let position = UInt64(text) { return position }
            guard let time = Instant(rfc3339: text) else {
                throw ValidationError(
                    "\(option): \(text) is neither a position nor an RFC 3339 time such as 2024-05-06T00:00:00Z"
                )
            }
            return try log.position(atTime: time.nanoseconds)
        }
    }
}
