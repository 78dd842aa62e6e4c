import ArgumentParser
import Client
import Vocabulary
import Wire

/// `firstmile consumers reset`
struct ConsumersReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Move a consumer: it goes on from there.",
        discussion: """
              firstmile consumers reset stock --to 0                              everything again
              firstmile consumers reset stock --to 2024-05-06T00:00:00+08:00
              firstmile consumers reset stock --to end                            nothing that was before
            """)

    @Argument(help: "Its name.")
    var consumer: String

    @Option(help: ArgumentHelp("A position, an RFC 3339 time, or `end`.", valueName: "PLACE"))
    var to: String

    @OptionGroup var feed: FeedOption

    func validate() throws { _ = try point() }

    private func point() throws -> ResetPoint {
        if let position = UInt64(to) { return .position(Position(position)) }
        if to == "end" { return .end }
        return .time(try Time.parse(to, option: "--to"))
    }

    func run() async throws {
        let client = try feed.client()
        defer { client.close() }
        let position = try await client.reset(consumer, to: point())
        Terminal.print("\(consumer) goes on at \(position)")
    }
}

/// `firstmile consumers forget`
struct ConsumersForget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Forget a consumer that is not used any more.")

    @Argument(help: "Its name.")
    var consumer: String

    @OptionGroup var feed: FeedOption

    func run() async throws {
        let client = try feed.client()
        defer { client.close() }
        guard try await client.forget(consumer) else {
            Terminal.tell("there is no consumer \(consumer)")
            throw ExitCode.failure
        }
        Terminal.print("\(consumer) is forgotten")
    }
}
