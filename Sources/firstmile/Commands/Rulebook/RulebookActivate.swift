import ArgumentParser
import Client
import Explaining
import Foundation
import Rulebook
import Vocabulary
import Wire

/// `firstmile rulebook activate`
struct RulebookActivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Put a rulebook into a running daemon's log: it judges from its effectiveFrom on.",
        discussion: """
            The same rulebook again changes nothing. What happened before its effectiveFrom keeps its verdicts; one that
            begins when another does takes its place for what is judged from now on.

              firstmile rulebook activate my-rules.yaml
              firstmile rulebook activate my-rules.yaml --to tcp://127.0.0.1:7701
            """)

    @Argument(help: ArgumentHelp("A rulebook file, or `shipped`.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("The daemon's intake.", valueName: "ENDPOINT"))
    var to: String = Settings.defaultIntake

    func run() async throws {
        let file = try RulebookFile.load(name: file)
        let publisher = try Publisher(to: to, options: .with { $0.connectPatience = .seconds(5) })
        try await publisher.submit([
            PublishRequest(contentType: ContentType.protobuf.rawValue, payload: event(file))
        ])
        publisher.finish()
        var tally = Tally()
        var printer = ReplyPrinter(quiet: false)
        while case let replies = try await publisher.replies(), !replies.isEmpty {
            for reply in replies { try printer.print(reply, counting: &tally) }
        }
        if tally.refused > 0 { throw ExitCode.refused }
        Terminal.tell(
            "\(file.rules.identity) judges what happens from \(LocalTime.text(file.rules.effectiveFrom)) on")
    }

    /// The hash is the id, so that the same rulebook is the same event.
    private func event(_ file: RulebookFile) -> [UInt8] {
        let activated = RulebookActivated(
            name: file.rules.name, hash: "sha256:\(file.hash)", content: file.content)
        var record: [UInt8] = []
        RecordEncoder().encode(
            .rulebookActivated(activated), id: file.hash, source: "firstmile/rulebook",
            time: file.rules.effectiveFrom, origin: .fact, into: &record)
        var batch: [UInt8] = []
        RecordEncoder.batch(of: [record], into: &batch)
        return batch
    }
}
