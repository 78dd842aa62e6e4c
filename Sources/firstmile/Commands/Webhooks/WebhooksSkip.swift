import ArgumentParser
import EventLog
import Foundation
import Webhooks

/// `firstmile webhooks skip`
struct WebhooksSkip: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Give up the event that a receiver does not take, or everything that waits for it.",
        discussion: """
            The daemon may run: it goes on with what comes next, within a second. What is given up is not sent again.

              firstmile webhooks skip ops
              firstmile webhooks skip ops --all
            """)

    @Argument(help: "As the settings name it.")
    var name: String

    @Flag(help: "Everything that waits: it is told of what comes from now on.")
    var all = false

    @OptionGroup var data: DataOption

    func run() throws {
        let directory = try data.directory()
        guard FileManager.default.fileExists(atPath: directory.webhooks) else {
            throw NoSuchWebhook(name: name, known: [])
        }
        let store = try WebhookStore(directory.webhooks)
        let known = try store.standings().map(\.name)
        guard known.contains(name) else { throw NoSuchWebhook(name: name, known: known) }
        if all {
            let end = try LogReader(directory: directory.log).end()
            try store.skipAll(name, end: end, views: directory.views)
            Terminal.print("\(name) is told of what comes from position \(end) on")
        } else if let event = try store.skip(name) {
            Terminal.print("\(name) is not told of \(event)")
        } else {
            Terminal.print("\(name): nothing was tried in vain, so nothing is skipped")
        }
    }
}
