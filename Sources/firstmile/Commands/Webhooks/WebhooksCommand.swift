import ArgumentParser

/// `firstmile webhooks`
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Those who are told by HTTP: how they are, a test, and giving up.",
        subcommands: [WebhooksList.self, WebhooksTest.self, WebhooksSkip.self])
}

/// There is no webhook of that name.
struct NoSuchWebhook: Error, CustomStringConvertible {
    let name: String
    let known: [String]
    var description: String {
        let all = known.isEmpty ? "there are none" : "there are \(known.sorted().joined(separator: ", "))"
        return "there is no webhook '\(name)'; \(all)"
    }
}
