import Yams

/// The text of a rulebook: the main document, and the files it refers to.
///
/// As one text — what `rulebook-activated` carries, so that a replay needs no file — every further document of the
/// YAML stream is one of those files: its name under `attachment`, its lines under `text`.
struct RulebookText {
    /// Reads a file the main document refers to, by its name there.
    typealias Fetch = (_ name: String) throws(RulebookError) -> String

    let file: String
    let root: Node
    /// Files that came in the same text.
    let attachments: [String: String]
    private let whole: String

    /// - Parameter file: what problems name.
    init(_ text: String, file: String) throws(RulebookError) {
        let clean = Self.clean(text)
        whole = clean
        self.file = file
        let documents = try Self.documents(clean, file: file)
        guard let first = documents.first else {
            throw .invalid([
                RulebookProblem(
                    file: file, line: 1, column: 1, path: "", wrong: "the text is empty",
                    right: "start from the shipped rulebook")
            ])
        }
        root = first
        let log = ProblemLog()
        var attachments: [String: String] = [:]
        for document in documents.dropFirst() {
            let keys = Field(node: document, path: "", file: file, log: log).section(["attachment", "text"])
            guard let name = keys["attachment"]?.text(), let text = keys["text"]?.node.string else {
                continue
            }
            attachments[name] = text
        }
        guard log.problems.isEmpty else { throw .invalid(log.problems) }
        self.attachments = attachments
    }

    /// Main document and used files as one text that reads back to the same rulebook.
    func joined(with used: [(name: String, text: String)]) -> String {
        guard attachments.isEmpty else { return whole }
        return used.reduce(into: whole) { joined, part in
            joined += "---\nattachment: \(part.name)\ntext: |2+\n"
            for line in part.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                joined += line.isEmpty ? "\n" : "  \(line)\n"
            }
        }
    }

    /// One form of line ends, one at the end, no byte order mark: so that the hash is over what is meant.
    static func clean(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" && scalar != "\u{FEFF}" {
            clean.append(scalar)
        }
        while clean.last == "\n" { clean.removeLast() }
        return String(clean) + "\n"
    }

    private static func documents(_ text: String, file: String) throws(RulebookError) -> [Node] {
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            var documents: [Node] = []
            while let root = try parser.nextRoot() { documents.append(root) }
            return documents
        } catch {
            throw .invalid([problem(error, in: text, file: file)])
        }
    }

    private static func problem(_ error: any Error, in text: String, file: String) -> RulebookProblem {
        func at(_ line: Int, _ column: Int, _ wrong: String, _ right: String) -> RulebookProblem {
            RulebookProblem(file: file, line: line, column: column, path: "", wrong: wrong, right: right)
        }
        guard let error = error as? YamlError else { return at(1, 1, "not YAML: \(error)", "write YAML") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let right = "look at the indentation, quotes and colons here"
            return at(mark.line, mark.column, "not YAML: \(problem)", right)
        case .duplicatedKeysInMapping(let keys, let context):
            let wrong = "`\(keys.joined(separator: "`, `"))` is written twice"
            return at(context.mark.line, context.mark.column, wrong, "keep one of them")
        case .reader(let problem, let offset, _, _):
            let line = text.prefix(offset ?? 0).count { $0 == "\n" } + 1
            return at(line, 1, "not YAML: \(problem)", "remove the character that no text has")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return at(1, 1, "not YAML: \(error)", "write YAML")
        }
    }
}
