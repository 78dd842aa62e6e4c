import ArgumentParser
import Explaining
import Rulebook
import Views
import Vocabulary

/// `--rulebook`, for the commands that read a daemon's data: without it, by the rulebooks in the log.
struct RulebookOption: ParsableArguments {
    @Option(
        name: .customLong("rulebook"),
        help: ArgumentHelp("Judge by this rulebook instead of those in the log.", valueName: "FILE"))
    var path: String?

    func rules(in directory: DataDirectory) throws -> Timetable<Rulebook> {
        if let path { return try [RulebookFile.load(name: path)].timetable }
        return try directory.rulebooks().timetable
    }
}

extension DataDirectory {
    /// The rulebooks in the log, in its order, as far as the view of compliance has read it.
    func rulebooks() throws -> [RulebookFile] {
        try ViewReader(ViewName.compliance.rawValue, in: views).rulebooks()
    }
}

extension DataDirectory {
    /// A file, `shipped`, or the name@hash8 of a rulebook in the log.
    func rulebook(named name: String) throws -> RulebookFile {
        guard name.contains("@"), exists else { return try RulebookFile.load(name: name) }
        let known = try rulebooks()
        if let file = known.last(where: { $0.rules.identity.text == name }) { return file }
        throw UnknownRulebook(name: name, known: known.map(\.rules.identity.text))
    }
}

/// No rulebook of that name lies in the log.
struct UnknownRulebook: Error, CustomStringConvertible {
    let name: String
    let known: [String]
    var description: String { "the log holds no rulebook \(name); it holds \(known.joined(separator: ", "))" }
}

extension RulebookFile {
    /// What the built-in rulebook is called where a file is asked for.
    static let shippedName = "shipped"

    /// The file at a path, or the one that is built in.
    static func load(name: String) throws -> RulebookFile {
        name == shippedName ? shipped : try load(path: name)
    }
}
