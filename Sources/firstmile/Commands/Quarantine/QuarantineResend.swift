import ArgumentParser
import Client
import Foundation
import Quarantine
import Vocabulary
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
            if let resent = try resent(reply) { try reader.mark(entry.id, resent) }
        }
        publisher.close()
        Terminal.tell(tally.summary)
        if tally.refused > 0 { throw ExitCode.refused }
    }

    /// One request for one event: in JSON alone, in protobuf as a batch of one.
    private func request(_ entry: QuarantineEntry) throws -> PublishRequest {
        if let edit {
            let data = try Data(contentsOf: URL(filePath: edit))
            return PublishRequest(contentType: ContentType.json.rawValue, payload: Array(data))
        }
        guard entry.event.contentType == ContentType.protobuf.rawValue else {
            let changes = try set.map { try EventEdit($0) }
            return PublishRequest(
                contentType: ContentType.json.rawValue,
                payload: try changes.reduce(entry.event.bytes) { try $1.apply(to: $0) })
        }
        guard set.isEmpty else {
            throw EventEdit.Impossible(
                description: "\(entry.id) came as protobuf: mend it as JSON in a file and give it with --edit"
            )
        }
        var batch: [UInt8] = []
        RecordEncoder.batch(of: [entry.event.bytes], into: &batch)
        return PublishRequest(contentType: ContentType.protobuf.rawValue, payload: batch)
    }

    /// Nil when it was refused again.
    private func resent(_ reply: PublishReply) throws -> QuarantineEntry.Resent? {
        guard let type = ReplyType(rawValue: reply.contentType) else { return nil }
        let answers = try unsafe reply.bytes.withUnsafeBytes {
            try unsafe ReplyReader.read($0, as: type).replies
        }
        guard let answer = answers.first, let position = answer.position, answers.count == 1,
            answer.status != .refused
        else { return nil }
        return QuarantineEntry.Resent(
            at: Int64(Date().timeIntervalSince1970 * 1e9), status: answer.status.rawValue,
            position: position.rawValue)
    }
}
