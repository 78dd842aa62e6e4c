import ArgumentParser
import Rulebook

/// `--rulebook`, for the commands that read a daemon's data under the rules it runs under.
struct RulebookOption: ParsableArguments {
    @Option(
        name: .customLong("rulebook"),
        help: ArgumentHelp("The rulebook the daemon runs under, if not the shipped one.", valueName: "FILE"))
    var path: String?

    func rules() throws -> Rulebook { try RulebookFile.load(pathOrShipped: path).rules }
}

extension RulebookFile {
    /// The file at a path; without one, the rulebook that is built in.
    static func load(pathOrShipped path: String?) throws -> RulebookFile {
        try path.map { try load(path: $0) } ?? shipped
    }
}
