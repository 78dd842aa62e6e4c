/// One thing wrong with a rulebook, and what would be right.
public struct RulebookProblem: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    /// Where in the file's structure, such as `clock.warnings[2]`; empty where the text cannot be read at all.
    public var path: String
    public var wrong: String
    public var right: String

    public init(file: String, line: Int, column: Int, path: String, wrong: String, right: String) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.wrong = wrong
        self.right = right
    }

    /// `file:line:column: path: what is wrong; what would be right`, the form editors jump to.
    public var description: String {
        "\(file):\(line):\(column): \(path.isEmpty ? "" : "\(path): ")\(wrong); \(right)"
    }
}

/// Why a rulebook cannot be used.
public enum RulebookError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, or one it refers to, could not be read.
    case unreadable(path: String, reason: String)
    /// Everything that is wrong with it, in the order of the text.
    case invalid([RulebookProblem])

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read the rulebook \(path): \(reason); name a readable file, or none for the shipped one"
        case .invalid(let problems):
            problems.map(\.description).joined(separator: "\n")
        }
    }
}
