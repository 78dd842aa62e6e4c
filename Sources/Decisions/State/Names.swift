import Vocabulary

/// A seller, provider, account, category or line as a small number. 0 is nobody.
struct Name: Hashable, Sendable, BitwiseCopyable {
    let id: UInt32
    static let none = Name(id: 0)
}

/// Every name once: an order then holds four bytes for its seller instead of forty.
struct Names: Sendable {
    private var ids: [Token: UInt32] = [:]
    private var tokens: [Token] = [Token()]

    init() {}

    mutating func intern(_ token: Token) -> Name {
        if let id = ids[token] { return Name(id: id) }
        let id = UInt32(tokens.count)
        tokens.append(token)
        ids[token] = id
        return Name(id: id)
    }

    /// ``Name/none`` for a name never seen.
    func find(_ token: Token) -> Name { Name(id: ids[token] ?? 0) }

    subscript(name: Name) -> Token { tokens[Int(name.id)] }

    // MARK: Snapshots

    func write(to writer: inout SnapshotWriter) throws {
        try writer.put(count: tokens.count)
        for token in tokens { try writer.put(atMost: 40) { $0.put(token) } }
    }

    init(reading reader: inout SnapshotReader) throws {
        let count = try reader.count()
        tokens = try (0..<count).map { _ in try reader.get(atMost: 40) { $0.token() } }
        // The first is nobody's.
        for (id, token) in tokens.enumerated().dropFirst() { ids[token] = UInt32(id) }
    }
}
