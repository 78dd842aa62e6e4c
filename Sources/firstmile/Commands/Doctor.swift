import ArgumentParser
import Client
import EventLog
import Foundation
import PhoneNumbers
import Rulebook
import Views
import Vocabulary
import ZeroMQ

/// `firstmile doctor`
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the house: libraries, disk, log, views, and whether the daemon answers.",
        discussion: """
            Every line is a check; what is wrong says what to do. Ends with 1 if anything is.

              firstmile doctor --data ./firstmile-data
            """)

    @Option(
        help: ArgumentHelp(
            "The intake to ask; default: where the data directory's daemon listens.", valueName: "ENDPOINT"))
    var to: String?

    @Option(help: ArgumentHelp("The daemon's data directory.", valueName: "DIR"))
    var data: String = "./firstmile-data"

    func run() async throws {
        let directory = DataDirectory(path: data)
        var checks = Checks()
        checks.libraries()
        checks.rulebook()
        checks.disk(directory)
        checks.log(directory)
        checks.views(directory)
        await checks.daemon(at: to ?? endpoint(in: directory))
        checks.print()
        if checks.hasFailed { throw ExitCode.failure }
    }

    private func endpoint(in directory: DataDirectory) -> String {
        let told = try? String(contentsOfFile: directory.endpoint, encoding: .utf8)
        return told?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "tcp://127.0.0.1:7701"
    }
}
