public import Rulebook
public import Vocabulary

/// Finds what a seller may have meant by a name of goods (R17).
///
/// Only asked when a name or code is wrong. The same question must always get the same answer: it is recorded.
public protocol GoodsSearching {
    /// Six-digit codes for goods of that name, the nearest first, each with the name or description it was found by.
    func codes(for name: String, under rules: Rulebook) -> [GoodsSuggestion]

    /// Names that belong to a six-digit code, the nearest to `name` first.
    func names(of code: Token, near name: String, under rules: Rulebook) -> [String]
}

/// A code and what it stands for.
public struct GoodsSuggestion: Sendable, Equatable {
    public var code: Token
    public var name: String

    public init(code: Token, name: String) {
        self.code = code
        self.name = name
    }
}
