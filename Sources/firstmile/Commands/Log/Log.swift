import ArgumentParser
import EventLog
import Explaining
import Vocabulary

/// `firstmile log`
struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into the log, check it, back it up, mend it.",
        subcommands: [Stat.self, Verify.self, Backup.self, Restore.self, Repair.self, Export.self])

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
            let sealed = figures.segments.filter(\.isPacked)
            let sealedRecords = sealed.reduce(0) { $0 + $1.records }
            facts.add([
                "bytes a record, packed",
                sealedRecords == 0
                    ? "–" : String(UInt64(sealed.reduce(0) { $0 + $1.fileBytes }) / sealedRecords),
            ])
            facts.add(["longest commit", Figures.bytes(UInt64(figures.longestFrameBytes))])
            facts.add(["first recorded", text(figures.firstRecordedAt)])
            facts.add(["last recorded", text(figures.lastRecordedAt)])
            facts.print()
            var segments = Table([
                .init(title: "segment"), .init(title: "records", alignment: .right),
                .init(title: "commits", alignment: .right), .init(title: "used", alignment: .right),
                .init(title: "on disk", alignment: .right),
                .init(title: "sealed"),
            ])
            for segment in figures.segments {
                segments.add([
                    segment.name, Figures.grouped(segment.records), Figures.grouped(UInt64(segment.frames)),
                    Figures.bytes(UInt64(segment.usedBytes)),
                    Figures.bytes(UInt64(segment.fileBytes)),
                    segment.isPacked ? "packed" : segment.isSealed ? "yes" : "being written",
                ])
            }
            Terminal.print("")
            segments.print()
        }

        private func printJSON(_ figures: LogStatistics) {
            Terminal.print(
                "{\"records\":\(figures.records),\"first\":\(figures.first),\"end\":\(figures.end),"
                    + "\"commits\":\(figures.frames),\"usedBytes\":\(figures.usedBytes),"
                    + "\"fileBytes\":\(figures.fileBytes),\"segments\":\(figures.segments.count),"
                    + "\"packedSegments\":\(figures.segments.count { $0.isPacked })}")
        }

        private func text(_ time: Int64?) -> String {
            time.map { Instant(nanoseconds: $0).text } ?? "–"
        }
    }
}
