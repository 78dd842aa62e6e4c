import ArgumentParser

/// `firstmile consumers`
struct ConsumersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumers",
        abstract: "The named consumers of a running daemon's feed: how far each is, and moving one.",
        subcommands: [ConsumersList.self, ConsumersReset.self, ConsumersForget.self],
        defaultSubcommand: ConsumersList.self)
}
