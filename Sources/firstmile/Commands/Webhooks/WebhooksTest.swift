import ArgumentParser
import Intake
import Vocabulary
import Webhooks

/// `firstmile webhooks test`
struct WebhooksTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a webhook's receiver an event that says nothing, signed.",
        discussion: "  firstmile webhooks test ops --config /etc/firstmile/firstmile.yaml")

    @Argument(help: "As the settings name it.")
    var name: String

    @Option(help: ArgumentHelp("The daemon's settings.", valueName: "FILE"))
    var config: String

    func run() async throws {
        let all = try WebhookSettings.read(file: config)
        guard let webhook = all.first(where: { $0.name == name }) else {
            throw NoSuchWebhook(name: name, known: all.map(\.name))
        }
        let now = SystemClock().now()
        let client = WebhookClient(version: Version.text)
        let outcome = await client.test(
            webhook, time: now.text, seconds: now.milliseconds / 1000)
        await client.close()
        switch outcome {
        case .delivered(let status): Terminal.print("\(webhook.url) answered \(status): it has the event")
        case .refused(let status, _):
            Terminal.tell("Error: \(webhook.url) answered \(status); only 2xx says that it has the event")
            throw ExitCode.failure
        case .failed(let reason):
            Terminal.tell("Error: \(webhook.url) could not be reached: \(reason)")
            throw ExitCode.failure
        }
    }
}
