import ArgumentParser
import Dashboard
import Intake
import Vocabulary

/// `firstmile token add`
struct TokenAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token and print it: it is shown this once and kept nowhere.")

    @Argument(help: "What people call it.")
    var name: String

    @Option(
        help:
            "read (views and events), ops (the quarantine, what-ifs) or publish; may be given several times.")
    var role: [Role] = [.read]

    @Option(help: ArgumentHelp("Only this seller's orders; may be given several times.", valueName: "SELLER"))
    var seller: [String] = []

    @Option(
        name: .customLong("source"),
        help: ArgumentHelp(
            "It may publish events of this source only; may be given several times.", valueName: "SOURCE"))
    var sources: [String] = []

    @OptionGroup var source: DataOption

    func validate() throws {
        guard (1...64).contains(name.utf8.count), name.allSatisfy(Self.isNameCharacter) else {
            throw ValidationError("a token's name has 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        for text in seller where Token(text) == nil {
            throw ValidationError("--seller: an id has 1 to \(Token.capacity) bytes")
        }
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }

    func run() throws {
        let directory = DataDirectory(path: source.data)
        try directory.create()
        let secret = try TokenFile(in: directory.path).add(
            name, roles: Set(role), sellers: seller, sources: sources, at: SystemClock().now().text)
        Terminal.tell("the token \(name), shown this once:")
        Terminal.print(secret)
    }
}
