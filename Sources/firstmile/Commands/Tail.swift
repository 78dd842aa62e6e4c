import ArgumentParser
import EventLog
import Vocabulary
import Wire

/// `firstmile tail`
struct Tail: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the log's events as CloudEvents, one a line, and wait for more.",
        discussion: """
            Facts and decisions, with their position, recorded time and origin.

              firstmile tail                    the last ten, then whatever comes
              firstmile tail --from 0 --no-follow > events.ndjson
            """)

    @Option(help: ArgumentHelp("Begin at this position instead of the last ten.", valueName: "POSITION"))
    var from: UInt64?

    @Option(help: "End after so many.")
    var count: UInt64?

    @Flag(inversion: .prefixedNo, help: "Wait for more at the end.")
    var follow = true

    @OptionGroup var source: DataOption

    func run() throws {
        let log = try LogReader(directory: try source.directory().log)
        var end = try log.end()
        var position = from ?? (end > 10 ? end - 10 : 0)
        var left = count ?? .max
        let writer = CloudEventWriter()
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
                try unsafe writer.write(
                    bytes, position: Position(at), recordedAt: Instant(nanoseconds: time), into: &line)
                line.append(0x0A)
            }
            unsafe line.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
            line.removeAll(keepingCapacity: true)
            left -= next - position
            position = next
        }
    }
}
