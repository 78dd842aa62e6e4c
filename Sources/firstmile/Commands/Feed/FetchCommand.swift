import ArgumentParser
import Client
import Explaining
import Rulebook
import Vocabulary
import Wire

/// `firstmile fetch`
struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Print events from a running daemon's feed, from anywhere, filtered.",
        discussion: """
            Begins at a position, a time (by the log's clock), `end`, or where a named consumer was. What is printed is what
            `firstmile tail` prints; a filter is asked of the event itself.

              firstmile fetch --from 0 > events.ndjson
              firstmile fetch --from 2024-05-06T00:00:00+08:00 --type number-uploaded --seller store-1
              firstmile fetch --from stock --commit --follow     as the consumer `stock`, again and again
            """)

    @Option(
        help: ArgumentHelp("A position, an RFC 3339 time, `end`, or a consumer's name.", valueName: "PLACE"))
    var from: String = "0"

    @Flag(help: "Wait for more at the end.")
    var follow = false

    @Flag(help: "Store what was printed as the position of the consumer that --from names.")
    var commit = false

    @Option(help: "End after so many.")
    var count: Int?

    @OptionGroup var filters: FilterOptions

    @Option(help: "table, or ndjson: whole CloudEvents. (default: table on a terminal, else ndjson)")
    var format: Tail.Format?

    @Option(help: "The table's language, en or zh.")
    var lang: Language = .en

    @Option(help: ArgumentHelp("Follow by the daemon's live stream.", valueName: "ENDPOINT"))
    var live: String?

    @OptionGroup var feed: FeedOption

    func validate() throws {
        _ = try filters.filter()
        if commit, try start().name == nil {
            throw ValidationError("--commit: --from must name a consumer, is \(from)")
        }
        if let count, count < 1 { throw ValidationError("--count: must be at least 1, is \(count)") }
    }

    /// What `--from` means: a position and a time look like nothing else.
    private func start() throws -> (start: ConsumerOptions.Start, name: String?) {
        if let position = UInt64(from) { return (.position(Position(position)), nil) }
        if from == "end" { return (.end, nil) }
        if let time = Instant(rfc3339: from) { return (.time(time), nil) }
        let isName =
            (1...64).contains(from.utf8.count) && !from.contains { !Self.nameCharacters.contains($0) }
        guard isName else {
            throw ValidationError(
                "--from: \(from) is no position, no RFC 3339 time such as 2024-05-06T00:00:00Z, not `end`, and no "
                    + "consumer's name (letters, digits, . _ -)")
        }
        return (.stored, from)
    }

    private static let nameCharacters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")

    func run() async throws {
        let isTable = (format ?? (Terminal.outputIsTerminal ? .table : .ndjson)) == .table
        var options = ConsumerOptions()
        (options.start, options.name) = try start()
        options.filter = try filters.filter()
        options.format = isTable ? .protobuf : .json
        options.follows = follow
        options.live = count == nil ? live : nil
        let consumer = try Consumer(
            of: feed.feed, options: options, feed: .with { $0.connectPatience = .seconds(10) })
        defer { consumer.close() }
        let printer = FeedPrinter(isTable: isTable, language: lang)
        var left = count ?? .max
        while left > 0, let batch = try await consumer.next(atMost: left) {
            try printer.print(batch)
            left -= batch.count
            if commit { try await consumer.commit(batch) }
        }
    }
}
