import ArgumentParser
import Client

/// `--feed`, for the commands that ask a daemon's feed.
struct FeedOption: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's feed.", valueName: "ENDPOINT"))
    var feed: String = Settings.defaultFetch

    func client() throws -> FeedClient {
        try FeedClient(to: feed, options: .with { $0.connectPatience = .seconds(10) })
    }
}

/// Which events.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only events of this type, such as scanned; may be repeated.", valueName: "TYPE"))
    var type: [String] = []

    @Option(help: ArgumentHelp("Only events that name this seller; may be repeated.", valueName: "SELLER"))
    var seller: [String] = []

    @Option(help: ArgumentHelp("Only events that name this country; may be repeated.", valueName: "COUNTRY"))
    var country: [String] = []

    @Option(
        help: ArgumentHelp("Only events that name this provider; may be repeated.", valueName: "PROVIDER"))
    var provider: [String] = []

    @Option(help: ArgumentHelp("Only events of this order; may be repeated.", valueName: "ORDER"))
    var order: [String] = []

    @Option(help: "Only fact, or only decision.")
    var origin: String?
}
