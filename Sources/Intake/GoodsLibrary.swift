public import Decisions
import GoodsSearch
public import Rulebook
public import Vocabulary

/// The rulebooks' names and nomenclatures, made searchable (R17).
public final class GoodsLibrary: GoodsSearching {
    /// One for each rulebook that raised a finding: some two megabytes each.
    private var indexes: [(rulebook: Token, index: GoodsIndex)] = []
    private static let indexesKept = 4
    /// As many as a finding shows, and one for the code that was declared.
    private static let most = 4

    /// Makes the first rulebook's index, so that no publisher waits for it.
    public init(rules: Rulebook) throws {
        _ = try index(of: rules)
    }

    public func codes(for name: String, under rules: Rulebook) -> [GoodsSuggestion] {
        let words = rules.nomenclature.words(of: name)
        // SQLite in memory fails for want of memory alone: then the finding stands without suggestions.
        let found = (try? index(of: rules).codes(for: words, atMost: Self.most)) ?? []
        return found.compactMap { entry in
            Token(entry.code).map { GoodsSuggestion(code: $0, name: entry.text) }
        }
    }

    public func names(of code: Token, near name: String, under rules: Rulebook) -> [String] {
        let words = rules.nomenclature.words(of: name)
        return (try? index(of: rules).names(of: code.text, near: words, atMost: Self.most)) ?? []
    }

    private func index(of rules: Rulebook) throws -> GoodsIndex {
        if let known = indexes.first(where: { $0.rulebook == rules.identity }) { return known.index }
        let index = try GoodsIndex(
            names: rules.goodsNames.rows.map { GoodsEntry(code: $0.code.text, text: $0.name) },
            descriptions: rules.nomenclature.rows.map { GoodsEntry(code: $0.code, text: $0.description) })
        if indexes.count == Self.indexesKept { indexes.removeFirst() }
        indexes.append((rules.identity, index))
        return index
    }
}
