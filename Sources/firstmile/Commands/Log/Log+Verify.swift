import ArgumentParser
import EventLog
import Explaining

extension Log {
    /// `firstmile log verify`
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the whole log and check every checksum and every link.",
            discussion: """
                On all processors, beside a running daemon or without one. Changes nothing. Ends with 70 when there is
                damage, and says exactly where. A backup is a log too.

                  firstmile log verify --data ./firstmile-data
                  firstmile log verify --data /mnt/backup
                """)

        @OptionGroup var source: DataOption

        func run() throws {
            let start = ContinuousClock.now
            let report = try Self.verify(source.directory().log)
            let seconds = start.duration(to: .now) / .seconds(1)
            Self.tell(report, seconds: seconds)
            if !report.isWhole { throw ExitCode.damaged }
        }

        /// With a progress bar.
        static func verify(_ log: String) throws -> LogVerifier.Report {
            let verifier = try LogVerifier(directory: log)
            var progress: Progress?
            defer { progress?.end() }
            return try verifier.verify { step in
                let bar = progress ?? Progress("verifying", of: UInt64(step.totalBytes), unit: "bytes")
                progress = bar
                bar.reached(UInt64(step.doneBytes))
            }
        }

        static func tell(_ report: LogVerifier.Report, seconds: Double? = nil) {
            let packed = report.packedSegments > 0 ? " (\(report.packedSegments) packed)" : ""
            let speed =
                seconds.map { ", \(Figures.bytes(UInt64(Double(report.bytes) / max($0, 0.001))))/s" } ?? ""
            Terminal.print(
                "\(Figures.grouped(report.records)) records in \(Figures.grouped(UInt64(report.frames))) commits, "
                    + "\(report.segments) segments\(packed), \(Figures.bytes(UInt64(report.bytes)))\(speed): "
                    + (report.isWhole ? Style.good("whole") : Style.bad("damaged")))
            if let tail = report.unfinished {
                Terminal.print(
                    "an unfinished commit, never acknowledged, waits to be cut off: "
                        + "\(tail.byteCount) bytes at \(tail.place)")
            }
            for damage in report.damages { Terminal.print(Style.bad("\(damage)")) }
        }
    }
}
