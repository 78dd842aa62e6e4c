/// A six-digit HS code and a text that says what it is.
public struct GoodsEntry: Hashable, Sendable {
    public var code: String
    public var text: String

    public init(code: String, text: String) {
        self.code = code
        self.text = text
    }
}
