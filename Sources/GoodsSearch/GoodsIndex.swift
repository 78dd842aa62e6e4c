import GRDB

/// A text index over names of goods and the descriptions of the Harmonized System, in memory (SQLite's FTS5).
///
/// Made once in some fifty milliseconds and never changed, so that one question always has the same answer; equals in
/// rank come in the order in which they were given.
public final class GoodsIndex: Sendable {
    private let database: DatabaseQueue
    /// Words of one question at most: what follows them would change little and cost time.
    private static let wordLimit = 12

    /// - Parameters:
    ///   - names: the names people use, found by their words and, where no word fits anything, by parts of words.
    ///   - descriptions: found by their words, after the names.
    public init(names: [GoodsEntry], descriptions: [GoodsEntry]) throws {
        database = try DatabaseQueue()
        try database.inTransaction { database in
            try Self.fill("names", tokenizer: "porter unicode61", names, in: database)
            try Self.fill("parts", tokenizer: "trigram", names, in: database)
            try Self.fill("descriptions", tokenizer: "porter unicode61", descriptions, in: database)
            return .commit
        }
    }

    private static func fill(
        _ table: String, tokenizer: String, _ entries: [GoodsEntry], in database: Database
    ) throws {
        try database.execute(
            sql: "CREATE VIRTUAL TABLE \(table) USING fts5(text, code UNINDEXED, tokenize = '\(tokenizer)')")
        let insert = try database.makeStatement(sql: "INSERT INTO \(table) (text, code) VALUES (?, ?)")
        for entry in entries { try insert.execute(arguments: [entry.text, entry.code]) }
    }

    /// The codes nearest to some words, each once, with the text by which it was found.
    public func codes(for words: [String], atMost limit: Int) throws -> [GoodsEntry] {
        try database.read { database in
            var found: [GoodsEntry] = []
            func add(_ entries: [GoodsEntry]) {
                for entry in entries where found.count < limit {
                    if !found.contains(where: { $0.code == entry.code }) { found.append(entry) }
                }
            }
            add(try Self.entries(of: "names", matching: Self.anyOf(words), in: database))
            if found.count < limit {
                add(try Self.entries(of: "descriptions", matching: Self.anyOf(words), in: database))
            }
            // A misspelt word is like nothing; parts of it may still stand in a name.
            if found.isEmpty {
                add(try Self.entries(of: "parts", matching: Self.anyOf(Self.parts(of: words)), in: database))
            }
            return found
        }
    }

    /// The names of a code, those near to some words first, then the others in their order.
    public func names(of code: String, near words: [String], atMost limit: Int) throws -> [String] {
        try database.read { database in
            let near =
                try Self.entries(of: "names", matching: Self.anyOf(words), in: database)
                + Self.entries(of: "parts", matching: Self.anyOf(Self.parts(of: words)), in: database)
            let all = try String.fetchAll(
                database, sql: "SELECT text FROM names WHERE code = ? ORDER BY rowid", arguments: [code])
            var names: [String] = []
            for name in near.filter({ $0.code == code }).map(\.text) + all where names.count < limit {
                if !names.contains(name) { names.append(name) }
            }
            return names
        }
    }

    /// Best first. More than are asked for, because several may be of one code.
    private static func entries(
        of table: String, matching pattern: String, in database: Database
    ) throws -> [GoodsEntry] {
        if pattern.isEmpty { return [] }
        let sql = "SELECT code, text FROM \(table) WHERE \(table) MATCH ? ORDER BY rank, rowid LIMIT 40"
        return try Row.fetchAll(database, sql: sql, arguments: [pattern])
            .map { GoodsEntry(code: $0[0], text: $0[1]) }
    }

    /// Letters and digits alone, so that no word is taken for an operator.
    private static func anyOf(_ words: [String]) -> String {
        words.prefix(wordLimit).map { $0.filter { $0.isLetter || $0.isNumber } }.filter { !$0.isEmpty }
            .map { "\"\($0)\"" }.joined(separator: " OR ")
    }

    /// Every three letters that stand together.
    private static func parts(of words: [String]) -> [String] {
        var parts: [String] = []
        for word in words {
            let letters = Array(word)
            guard letters.count >= 3 else { continue }
            for start in 0...(letters.count - 3) {
                let part = String(letters[start..<start + 3])
                if !parts.contains(part) { parts.append(part) }
            }
        }
        return parts
    }
}
