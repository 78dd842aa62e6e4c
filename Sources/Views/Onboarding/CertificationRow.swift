import Vocabulary

/// When a provider was on the certified list, by events (R7).
struct CertificationRow: StoredRow {
    /// Changes remembered; beyond, the earliest are forgotten.
    static let most = 64

    struct Change: Equatable, Sendable {
        let at: Instant
        let isCertified: Bool
        /// When it ends by itself, exclusive; nil: only a later change ends it.
        let until: Instant?
    }

    let key: ProviderKey
    /// By time, and among equals by arrival.
    private(set) var changes: [Change] = []

    init(key: ProviderKey) { self.key = key }

    mutating func add(_ change: Change) {
        let index = changes.lastIndex { $0.at <= change.at }
        changes.insert(change, at: index.map { $0 + 1 } ?? 0)
        if changes.count > Self.most { changes.removeFirst() }
    }

    /// Nil before the first change; with the time from which it holds.
    func standing(at time: Instant) -> (isCertified: Bool, since: Instant)? {
        guard let change = changes.last(where: { $0.at <= time }) else { return nil }
        if let until = change.until, until <= time { return (!change.isCertified, until) }
        return (change.isCertified, change.at)
    }

    static let shape = TableShape(
        name: "certifications",
        columns: [
            .fixed("provider", "TEXT NOT NULL"),
            .moving("changes", "TEXT NOT NULL"),
        ], keyColumns: 1)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        let texts = changes.map { change in
            let until = change.until.map { String($0.nanoseconds) } ?? ""
            return "\(change.isCertified ? "+" : "-")\(change.at.nanoseconds)/\(until)"
        }
        statement.put(texts.joined(separator: ","))
    }

    init(key: ProviderKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        changes = Self.changes(statement.text() ?? "")
    }

    /// Reads what a row holds.
    static func changes(_ text: String) -> [Change] {
        text.split(separator: ",").compactMap { part in
            let ends = part.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            guard ends.count == 2, let at = Int64(ends[0]) else { return nil }
            return Change(
                at: Instant(nanoseconds: at), isCertified: part.first == "+",
                until: Int64(ends[1]).map { Instant(nanoseconds: $0) })
        }
    }

    /// For a query.
    init(_ provider: ProviderID, text: String) {
        key = ProviderKey(provider)
        changes = Self.changes(text)
    }
}
