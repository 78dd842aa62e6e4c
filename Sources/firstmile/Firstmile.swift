import ArgumentParser
import EventLog

/// The one executable: the daemon and the command line.
@main
struct Firstmile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firstmile",
        abstract:
            "Pre-shipment compliance in time: events in, the verdict and the fix in the acknowledgement.",
        discussion: """
            Start the daemon, publish to it, ask it:

              firstmile serve --data ./firstmile-data
              firstmile publish events.ndjson
              firstmile view compliance --status intercepted
              firstmile explain 8190000000000001

            See it all at work in a minute: firstmile demo

            Exit codes: 0 done · 1 failed · 3 some events were refused · 64 wrong usage · 70 the log is damaged ·
            74 the disk failed
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Publish.self, Tail.self, FetchCommand.self, ConsumersCommand.self, View.self,
            ViewsCommand.self, Project.self, Explain.self, ReplayCommand.self,
            RulebookCommand.self,
            QuarantineCommand.self, TokenCommand.self, WebhooksCommand.self,
            Log.self, Simulation.self, Demo.self, Doctor.self,
        ])

    /// A damaged log has one exit code, whichever command meets it.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as LogError {
            Terminal.tell("Error: \(error)")
            exit(withError: error.exitCode)
        } catch {
            exit(withError: error)
        }
    }
}

/// What `--version` and `PING` say.
enum Version {
    static let text = "0.1.0"
}
