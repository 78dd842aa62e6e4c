import ArgumentParser
import Client
import Vocabulary
import Wire

/// `firstmile consumers list`
struct ConsumersList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every consumer, its position, and its lag in events and seconds.",
        discussion: "  firstmile consumers list --format ndjson")

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @OptionGroup var feed: FeedOption

    func run() async throws {
        let client = try feed.client()
        defer { client.close() }
        let (end, consumers) = try await client.consumers()
        switch format {
        case .ndjson: for consumer in consumers { Terminal.print(consumer.json) }
        case .json: Terminal.print("[" + consumers.map(\.json).joined(separator: ",\n ") + "]")
        case .csv:
            Terminal.print("consumer,position,lagEvents,lagSeconds,committedAt,generation,members")
            for consumer in consumers {
                Terminal.print(
                    "\(consumer.consumer),\(consumer.position),\(consumer.lagEvents),\(Self.seconds(consumer)),"
                        + "\(consumer.committedAt.text),\(consumer.generation),\(consumer.members.count)")
            }
        case .table:
            var table = Table([
                .init(title: "consumer"), .init(title: "position", alignment: .right),
                .init(title: "behind", alignment: .right), .init(title: "seconds", alignment: .right),
                .init(title: "committed (UTC)"), .init(title: "members", alignment: .right),
            ])
            for consumer in consumers {
                let time = consumer.committedAt.text.dropLast().split(separator: "T")
                table.add([
                    consumer.consumer, "\(consumer.position)", "\(consumer.lagEvents)",
                    Self.seconds(consumer),
                    time.joined(separator: " "), "\(consumer.members.count)",
                ])
            }
            table.print()
            Terminal.print(Style.faint("the log ends at \(end)"))
        }
    }

    private static func seconds(_ consumer: ConsumerStanding) -> String {
        "\(consumer.lagMilliseconds / 1000).\("\(1000 + consumer.lagMilliseconds % 1000)".dropFirst())"
    }
}
