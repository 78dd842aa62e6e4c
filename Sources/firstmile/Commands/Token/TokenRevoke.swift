import ArgumentParser
import Dashboard

/// `firstmile token revoke`
struct TokenRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token back: from now on it opens nothing.")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var source: DataOption

    func run() throws {
        guard try TokenFile(in: source.data).revoke(name) else {
            Terminal.tell("there is no token \(name)")
            throw ExitCode.failure
        }
        Terminal.print("\(name) is revoked")
    }
}
