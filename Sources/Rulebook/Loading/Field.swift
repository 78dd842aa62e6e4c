import Vocabulary
import Yams

/// A place in the YAML text: what stands there, its path, and where to report what is wrong with it.
///
/// Every reading method gives nil after it has logged a problem, so that reading goes on and finds the others.
struct Field {
    let node: Node
    let path: String
    let file: String
    let log: ProblemLog

    func problem(_ wrong: String, right: String) {
        problem(wrong, right: right, at: node.mark)
    }

    private func problem(_ wrong: String, right: String, at mark: Mark?, path: String? = nil) {
        log.add(
            RulebookProblem(
                file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, path: path ?? self.path,
                wrong: wrong, right: right))
    }

    /// A mapping with exactly these keys, of which the optional ones may be absent.
    func section(_ required: [String], optional: [String] = []) -> Section {
        guard let mapping = node.mapping else {
            problem("is not a mapping", right: "write the keys \(required.joined(separator: ", "))")
            return Section(fields: [:])
        }
        let known = required + optional
        var fields: [String: Field] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            let place = path.isEmpty ? name : "\(path).\(name)"
            guard known.contains(name) else {
                let right =
                    NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
                    ?? "known here: \(known.joined(separator: ", "))"
                problem("unknown key `\(name)`", right: right, at: key.mark, path: place)
                continue
            }
            fields[name] = Field(node: value, path: place, file: file, log: log)
        }
        for key in required where fields[key] == nil {
            problem("`\(key)` is missing", right: "add `\(key):` here")
        }
        return Section(fields: fields)
    }

    /// A mapping with free keys, in the order of the text.
    func entries() -> [(key: Field, value: Field)]? {
        guard let mapping = node.mapping else {
            problem("is not a mapping", right: "write one `name: value` per line")
            return nil
        }
        return mapping.map { key, value in
            let place = "\(path).\(key.string ?? "")"
            return (
                Field(node: key, path: place, file: file, log: log),
                Field(node: value, path: place, file: file, log: log)
            )
        }
    }

    /// A list; nil as soon as one element cannot be read, after reading them all.
    func list<Element>(atLeast least: Int = 0, _ read: (Field) -> Element?) -> [Element]? {
        guard let sequence = node.sequence else {
            problem("is not a list", right: "write `[…]`, or one `- …` per line")
            return nil
        }
        guard sequence.count >= least else {
            problem("has \(sequence.count) entries", right: "give at least \(least)")
            return nil
        }
        let elements = sequence.enumerated().map { at, element in
            read(Field(node: element, path: "\(path)[\(at)]", file: file, log: log))
        }
        let readable = elements.compactMap(\.self)
        return readable.count == elements.count ? readable : nil
    }
}

/// The fields of one mapping, by key.
struct Section {
    let fields: [String: Field]

    /// Nil where the key is absent; a required one has been logged then.
    subscript(key: String) -> Field? { fields[key] }
}
