public import Vocabulary

/// A share of an amount in hundredths of a percent: 1170 is 11.7 %. Exact, so that a fen never depends on a
/// binary fraction.
public struct BasisPoints: Sendable, Hashable {
    public let amount: Int64
    public init(_ amount: Int64) { self.amount = amount }

    /// The share of an amount that is not negative, rounded half up to a fen (R31, R32).
    public func of(_ fen: Fen) -> Fen { Fen((fen.amount * amount + 5000) / 10_000) }

    /// Such as `11.7 %`.
    public var text: String {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole) %" }
        return rest.isMultiple(of: 10)
            ? "\(whole).\(rest / 10) %" : "\(whole).\(rest < 10 ? "0" : "")\(rest) %"
    }
}
