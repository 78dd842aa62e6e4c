/// What differs between two rulebooks, place by place.
public struct RulebookDiff: Sendable {
    /// One place whose value differs.
    public struct Change: Sendable, Hashable {
        /// Such as `clock.uploadWindow` or `providers[cainiao].certified`; for a table `hs-names.csv: 392690,phone case`.
        public var path: String
        /// Nil: it was added.
        public var before: String?
        /// Nil: it was removed.
        public var after: String?
        /// The clause that stands over the place in the newer text, or in the older where it was removed.
        public var clause: String?
    }

    /// In the order of the newer text, what was removed after it.
    public let changes: [Change]

    /// Names, dates and hashes aside, both say the same when there are no changes.
    public init(from before: RulebookFile, to after: RulebookFile) throws(RulebookError) {
        let (old, new) = (try Self.read(before), try Self.read(after))
        var changes = Self.changes(old.flat, new.flat)
        let tables = Set(old.tables.keys).union(new.tables.keys).sorted()
        for table in tables {
            changes += Self.rows(table, old.tables[table] ?? "", new.tables[table] ?? "")
        }
        self.changes = changes
    }

    private static func read(
        _ file: RulebookFile
    ) throws(RulebookError) -> (flat: FlatText, tables: [String: String]) {
        let text = try RulebookText(file.content, file: file.rules.name)
        return (FlatText(text.root), text.attachments)
    }

    private static func changes(_ old: FlatText, _ new: FlatText) -> [Change] {
        let paths = new.paths + old.paths.filter { new.values[$0] == nil }
        return paths.compactMap { path in
            let (before, after) = (old.values[path]?.text, new.values[path]?.text)
            guard before != after else { return nil }
            return Change(
                path: path, before: before, after: after,
                clause: clause(over: path, in: after == nil ? old : new))
        }
    }

    /// The nearest `clause` on the way up.
    private static func clause(over path: String, in text: FlatText) -> String? {
        var place = Substring(path)
        while let end = place.lastIndex(where: { $0 == "." || $0 == "[" }) {
            place = place[..<end]
            if let clause = text.values["\(place).clause"] { return clause.text }
        }
        return nil
    }

    private static func rows(_ table: String, _ old: String, _ new: String) -> [Change] {
        let (before, after) = (old.split(separator: "\n"), new.split(separator: "\n"))
        let (gone, come) = (Set(before).subtracting(after), Set(after).subtracting(before))
        return after.filter(come.contains).map { Change(path: "\(table): \($0)", after: String($0)) }
            + before.filter(gone.contains).map { Change(path: "\(table): \($0)", before: String($0)) }
    }
}
