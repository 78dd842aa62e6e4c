import ArgumentParser
import Client
import Synchronization
import Wire

/// `firstmile publish`
struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publish events and print what became of each.",
        discussion: """
            Takes NDJSON, one CloudEvent a line, and prints one line for each, in order: id, status (recorded, duplicate
            or refused), position, and for uploads the verdict with its findings and fixes. Sends again after a lost
            connection; nothing is recorded twice. Ends with 3 if anything was refused.

              firstmile publish day.ndjson
              firstmile simulate --orders 100 | firstmile publish --quiet
              echo '{"specversion":"1.0", …}' | firstmile publish -
            """)

    @Argument(help: ArgumentHelp("A file; - is standard input.", valueName: "FILE"))
    var file: String = "-"

    @Option(help: ArgumentHelp("The daemon's intake.", valueName: "ENDPOINT"))
    var to: String = "tcp://127.0.0.1:7701"

    @Option(help: "Requests in flight.")
    var window: Int = 64

    @Option(help: "Events in a request, 1 to 64.")
    var batch: Int = 64

    @Flag(help: "Print only refusals, interceptions and the summary.")
    var quiet = false

    func validate() throws {
        guard (1...64).contains(batch) else {
            throw ValidationError("--batch: must be from 1 to 64, is \(batch)")
        }
        guard (1...4096).contains(window) else {
            throw ValidationError("--window: must be from 1 to 4096, is \(window)")
        }
    }

    func run() async throws {
        let publisher = try Publisher(to: to, options: .with { $0.window = window })
        let progress = Progress("publishing", of: try LineReader(file).byteCount, unit: "bytes")
        let taken = Mutex<UInt64>(0)
        async let sending: Void = send(through: publisher) { bytes in taken.withLock { $0 += UInt64(bytes) } }
        var tally = Tally()
        var printer = ReplyPrinter(quiet: quiet)
        do {
            while true {
                let replies = try await publisher.replies()
                if replies.isEmpty { break }
                for reply in replies { try printer.print(reply, counting: &tally) }
                progress.reached(taken.withLock { $0 })
            }
            try await sending
        } catch {
            progress.end()
            Terminal.tell("\(Style.bad("stopped")): \(error)")
            Terminal.tell(tally.summary)
            throw ExitCode.failure
        }
        progress.end()
        Terminal.tell(tally.summary)
        if tally.refused > 0 { throw ExitCode.refused }
    }

    /// One event a payload frame: a line that is no JSON then refuses only itself.
    private func send(through publisher: Publisher, taken: @Sendable (Int) -> Void) async throws {
        let lines = try LineReader(file)
        var payloads: [[UInt8]] = []
        var bytes = 0
        while let line = lines.next() {
            // A line the daemon would not take is sent cut short: it is then refused like any malformed one.
            let payload = line.count < Self.longestLine ? line : Array(line[..<Self.longestLine])
            if payloads.count == batch || bytes + payload.count > Self.requestBytes {
                try await submit(&payloads, through: publisher)
                bytes = 0
            }
            payloads.append(payload)
            bytes += payload.count
            taken(line.count + 1)
        }
        try await submit(&payloads, through: publisher)
        publisher.finish()
    }

    private func submit(_ payloads: inout [[UInt8]], through publisher: Publisher) async throws {
        guard !payloads.isEmpty else { return }
        try await publisher.submit([
            PublishRequest(contentType: ContentType.json.rawValue, payloads: payloads)
        ])
        payloads.removeAll(keepingCapacity: true)
    }

    private static let longestLine = 1 << 19
    private static let requestBytes = 3 << 20
}

/// What became of the events, counted.
struct Tally {
    var recorded: UInt64 = 0
    var duplicate: UInt64 = 0
    var refused: UInt64 = 0
    var verdicts: [String: UInt64] = [:]

    var summary: String {
        var text = "\(Figures.grouped(recorded)) recorded, \(Figures.grouped(duplicate)) duplicate, "
        text += refused == 0 ? "0 refused" : Style.bad("\(Figures.grouped(refused)) refused")
        let told = verdicts.sorted { $0.value > $1.value }.map { "\($0.key) \(Figures.grouped($0.value))" }
        return told.isEmpty ? text : text + "; verdicts: " + told.joined(separator: ", ")
    }
}
