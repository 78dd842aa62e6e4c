import Yams

/// A rulebook's text as one value per path: what two rulebooks are compared by, and where a place is found again.
///
/// Entries of a list are named by what identifies them, `providers[cainiao].certified`, so that a moved entry is no
/// change; lists of plain values are one value.
struct FlatText {
    struct Value {
        let text: String
        let line: Int
        let column: Int
    }

    /// In the order of the text.
    private(set) var paths: [String] = []
    private(set) var values: [String: Value] = [:]
    /// Where mappings and list entries begin.
    private(set) var places: [String: Value] = [:]

    init(_ root: Node) { walk(root, "") }

    /// What an entry of a list is known by, the first that tells all of them apart.
    private static let keys = ["id", "country", "provider", "line", "item", "code", "name", "card", "from"]

    private mutating func walk(_ node: Node, _ path: String) {
        let place = Value(text: "", line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        places[path] = place
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                let name = key.string ?? ""
                walk(value, path.isEmpty ? name : "\(path).\(name)")
            }
        case .sequence(let sequence):
            let entries = Array(sequence)
            guard entries.contains(where: { $0.mapping != nil }) else {
                return add(path, "[\(entries.compactMap(\.string).joined(separator: ", "))]", place)
            }
            let names = Self.names(of: entries)
            for (entry, name) in zip(entries, names) { walk(entry, "\(path)[\(name)]") }
        case .scalar(let scalar): add(path, scalar.string, place)
        case .alias: break
        }
    }

    private mutating func add(_ path: String, _ text: String, _ place: Value) {
        if values.updateValue(Value(text: text, line: place.line, column: place.column), forKey: path) == nil
        {
            paths.append(path)
        }
    }

    private static func names(of entries: [Node]) -> [String] {
        for count in 1...2 {
            for key in keys {
                let names = entries.enumerated().map { index, entry -> String in
                    let parts = [key, count == 2 ? "from" : nil].compactMap { $0 }
                    return parts.compactMap { entry[$0]?.string }.joined(separator: " ")
                }
                if !names.contains(""), Set(names).count == names.count { return names }
            }
        }
        return entries.indices.map(String.init)
    }
}
