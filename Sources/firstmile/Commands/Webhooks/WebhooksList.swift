import ArgumentParser
import EventLog
import Foundation
import Views
import Vocabulary
import Webhooks

/// `firstmile webhooks list`
struct WebhooksList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every webhook, what it was told, and why it fails.",
        discussion: "  firstmile webhooks list --data /var/lib/firstmile --format ndjson")

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @OptionGroup var data: DataOption

    func run() throws {
        let directory = try data.directory()
        guard FileManager.default.fileExists(atPath: directory.webhooks) else {
            if format == .table { Terminal.print("no webhook was ever set up: see Schemas/webhooks.md") }
            return
        }
        let end = try LogReader(directory: directory.log).end()
        let standings = try WebhookStore(directory.webhooks).standings()
        var table = ViewTable(columns: [
            "name", "url", "kinds", "configured", "delivered", "deliveredAt", "behind", "failingSince",
            "attempts", "nextAttemptAt", "trying", "lastError",
        ])
        for webhook in standings {
            table.rows.append([
                .text(webhook.name), .text(webhook.url), .text(webhook.kinds), .boolean(webhook.isConfigured),
                .integer(webhook.delivered), webhook.deliveredAt.map { .time($0) } ?? .null,
                webhook.position.map { .integer(max(0, Int64(clamping: end) - $0)) } ?? .null,
                webhook.failingSince.map { .time($0) } ?? .null, .integer(webhook.attempts),
                webhook.nextAttemptAt.map { .time($0) } ?? .null, webhook.trying.map { .text($0) } ?? .null,
                webhook.lastError.map { .text($0) } ?? .null,
            ])
        }
        switch format {
        case .json: Terminal.print(table.json)
        case .ndjson: for row in table.rows { Terminal.print(table.json(row: row)) }
        case .csv:
            Terminal.print(table.columns.joined(separator: ","))
            for row in table.rows {
                Terminal.print(row.map { RowPrinter.csv($0.text) }.joined(separator: ","))
            }
        case .table: show(standings)
        }
    }

    private func show(_ standings: [WebhookStanding]) {
        var table = Table([
            .init(title: "webhook"), .init(title: "delivered", alignment: .right),
            .init(title: "last (UTC)"), .init(title: "fails since (UTC)"),
            .init(title: "tries", alignment: .right), .init(title: "why"),
        ])
        for webhook in standings {
            func time(_ text: String?) -> String {
                text?.dropLast().split(separator: "T").joined(separator: " ") ?? "–"
            }
            table.add([
                webhook.name + (webhook.isConfigured ? "" : " (not in the settings)"), "\(webhook.delivered)",
                time(webhook.deliveredAt?.text), time(webhook.failingSince?.text), "\(webhook.attempts)",
                webhook.lastError ?? "",
            ])
        }
        table.print()
        if standings.contains(where: { $0.trying != nil }) {
            Terminal.print(
                Style.faint("firstmile webhooks skip NAME gives up the event that is tried in vain"))
        }
    }
}
