import ArgumentParser
import EventLog
import Vocabulary
import Wire

/// `firstmile log`
struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into the log, beside a running daemon or without one.",
        subcommands: [Stat.self, Verify.self])

    /// `firstmile log stat`
    struct Stat: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the log holds: positions, commits, bytes, times.",
            discussion: "Reads the headers only.\n\n  firstmile log stat --data ./firstmile-data")

        @OptionGroup var source: DataOption

        @Option(help: "table or json.")
        var format: OutputFormat = .table

        func run() throws {
            let figures = try LogStatistics(directory: try source.directory().log)
            switch format {
            case .table, .csv: printTable(figures)
            case .json, .ndjson: printJSON(figures)
            }
        }

        private func printTable(_ figures: LogStatistics) {
            var facts = Table([.init(title: "log"), .init(title: "", alignment: .right)])
            facts.add(["records", Figures.grouped(figures.records)])
            facts.add(["positions", "\(figures.first) … \(figures.end == 0 ? "" : String(figures.end - 1))"])
            facts.add(["commits", Figures.grouped(UInt64(figures.frames))])
            facts.add([
                "records a commit",
                figures.frames == 0 ? "–" : String(figures.records / UInt64(max(1, figures.frames))),
            ])
            facts.add(["bytes used", Figures.bytes(UInt64(figures.usedBytes))])
            facts.add(["bytes on disk", Figures.bytes(UInt64(figures.fileBytes))])
            facts.add([
                "bytes a record",
                figures.records == 0 ? "–" : String(UInt64(figures.usedBytes) / figures.records),
            ])
            facts.add(["longest commit", Figures.bytes(UInt64(figures.longestFrameBytes))])
            facts.add(["first recorded", text(figures.firstRecordedAt)])
            facts.add(["last recorded", text(figures.lastRecordedAt)])
            facts.print()
            var segments = Table([
                .init(title: "segment"), .init(title: "records", alignment: .right),
                .init(title: "commits", alignment: .right), .init(title: "used", alignment: .right),
                .init(title: "sealed"),
            ])
            for segment in figures.segments {
                segments.add([
                    segment.name, Figures.grouped(segment.records), Figures.grouped(UInt64(segment.frames)),
                    Figures.bytes(UInt64(segment.usedBytes)), segment.isSealed ? "yes" : "being written",
                ])
            }
            Terminal.print("")
            segments.print()
        }

        private func printJSON(_ figures: LogStatistics) {
            Terminal.print(
                "{\"records\":\(figures.records),\"first\":\(figures.first),\"end\":\(figures.end),"
                    + "\"commits\":\(figures.frames),\"usedBytes\":\(figures.usedBytes),"
                    + "\"fileBytes\":\(figures.fileBytes),\"segments\":\(figures.segments.count)}")
        }

        private func text(_ time: Int64?) -> String {
            time.map { RFC3339.format(Instant(nanoseconds: $0)) } ?? "–"
        }
    }

    /// `firstmile log verify`
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the whole log and check every checksum and every link.",
            discussion: """
                Changes nothing. Ends with 70 when there is damage, and says exactly where.

                  firstmile log verify --data ./firstmile-data
                """)

        @OptionGroup var source: DataOption

        func run() throws {
            let verifier = try LogVerifier(directory: try source.directory().log)
            var progress: Progress?
            let report = try verifier.verify { step in
                let bar = progress ?? Progress("verifying", of: UInt64(step.totalBytes), unit: "bytes")
                progress = bar
                bar.reached(UInt64(step.doneBytes))
            }
            progress?.end()
            Terminal.print(
                "\(Figures.grouped(report.records)) records in \(Figures.grouped(UInt64(report.frames))) commits, "
                    + "\(report.segments) segments, \(Figures.bytes(UInt64(report.bytes))): "
                    + (report.isWhole ? Style.good("whole") : Style.bad("damaged")))
            if let tail = report.unfinished {
                Terminal.print("an unfinished commit, never acknowledged, waits to be cut off: \(tail)")
            }
            for damage in report.damages { Terminal.print(Style.bad("\(damage)")) }
            if !report.isWhole { throw ExitCode.damaged }
        }
    }
}
