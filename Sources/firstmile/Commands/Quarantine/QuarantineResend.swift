import ArgumentParser
import Client
import Explaining
import Foundation
import Quarantine
import Wire

/// `firstmile quarantine resend`
struct QuarantineResend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Publish refused events again, mended or as they are, and mark those that were taken.",
        discussion: """
            Prints one line for each, as publish does. Ends with 3 if anything was refused again.

              firstmile quarantine resend 17 --set recipientPhone=+34912345678 --set weightGrams:=350
              firstmile quarantine show 17 --raw > event.json   (mend it)
              firstmile quarantine resend 17 --edit event.json
              firstmile quarantine resend 17 18 19              (after the clock or the rulebook was mended)
            """)

    @Argument(help: ArgumentHelp("Numbers from `quarantine list`.", valueName: "ID"))
    var ids: [Int64]

    @Option(
        help: ArgumentHelp(
            "Change or add a field: FIELD=TEXT, or FIELD:=JSON for what is not text. May be given several times.",
            valueName: "FIELD=VALUE"))
    var set: [String] = []

    @Option(help: ArgumentHelp("Send this CloudEvent in JSON in its place.", valueName: "FILE"))
    var edit: String?

    @Option(
        help: ArgumentHelp(
            "The intake; default: where the data directory's daemon listens.", valueName: "ENDPOINT"))
    var to: String?

    @OptionGroup var source: DataOption

    func validate() throws {
        guard edit == nil || (ids.count == 1 && set.isEmpty) else {
            throw ValidationError("--edit is for one entry, and takes no --set beside it")
        }
        for change in set {
            do { _ = try EventEdit(change) } catch { throw ValidationError("\(error)") }
        }
    }

    func run() async throws {
        let (reader, entries) = try source.entries(ids)
        let requests = try entries.map { try request($0) }
        let endpoint = to ?? (try? source.directory().boundEndpoint()) ?? Settings.defaultIntake
        let publisher = try Publisher(to: endpoint, options: .with { $0.connectPatience = .seconds(5) })
        var tally = Tally()
        var printer = ReplyPrinter(quiet: false)
        for (entry, request) in zip(entries, requests) {
            let reply = try await publisher.publish(request)
            try printer.print(reply, counting: &tally)
            let now = Int64(Date().timeIntervalSince1970 * 1e9)
            if let resent = try QuarantineEntry.resent(reply, at: now) { try reader.mark(entry.id, resent) }
        }
        publisher.close()
        Terminal.tell(tally.summary)
        if tally.refused > 0 { throw ExitCode.refused }
    }

    /// One request for one event.
    private func request(_ entry: QuarantineEntry) throws -> PublishRequest {
        if let edit {
            let data = try Data(contentsOf: URL(filePath: edit))
            return PublishRequest(contentType: ContentType.json.rawValue, payload: Array(data))
        }
        return try entry.request(with: try set.map { try EventEdit($0) })
    }
}
