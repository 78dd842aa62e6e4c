public import Vocabulary

/// What base freight costs on a line (R28): a price for the first grams, and one for each further step begun.
public struct RateCard: Sendable, Hashable {
    public var id: Token
    public var validity: Validity
    /// Up to here, inclusive, the first price holds.
    public var first: Grams
    public var firstPrice: Fen
    /// Above zero.
    public var step: Grams
    public var stepPrice: Fen
    /// Cubic centimetres that are charged as a kilogram, which is as many cubic millimetres as are charged as a
    /// gram; nil: size does not count.
    public var volumetricDivisor: Int64?
    public var clause: String
    /// True where the source does not give the prices: ours, to be replaced.
    public var isExample: Bool

    public init(
        id: Token, validity: Validity, first: Grams, firstPrice: Fen, step: Grams, stepPrice: Fen,
        volumetricDivisor: Int64?, clause: String, isExample: Bool
    ) {
        self.id = id
        self.validity = validity
        self.first = first
        self.firstPrice = firstPrice
        self.step = step
        self.stepPrice = stepPrice
        self.volumetricDivisor = volumetricDivisor
        self.clause = clause
        self.isExample = isExample
    }

    /// More is charged as this: what an event can say, and far above every line's limit.
    public static let heaviest = Grams(100_000_000)

    /// The actual weight, or the volumetric one rounded up to a gram, whichever is more (R28).
    public func charged(_ weight: Grams, _ size: Dimensions?) -> Grams {
        guard let divisor = volumetricDivisor, let size else { return min(weight, Self.heaviest) }
        let volume = Int64(size.length) * Int64(size.width) * Int64(size.height)
        let grams = min((volume + divisor - 1) / divisor, Int64(Self.heaviest.amount))
        return min(max(weight, Grams(Int32(grams))), Self.heaviest)
    }

    /// Steps begun above the first grams: 510 g of 500 g and 100 g is one.
    public func steps(_ charged: Grams) -> Int64 {
        let above = Int64(charged.amount) - Int64(first.amount)
        return above > 0 ? (above + Int64(step.amount) - 1) / Int64(step.amount) : 0
    }

    /// Base freight for a charged weight.
    public func price(_ charged: Grams) -> Fen {
        Fen(firstPrice.amount + steps(charged) * stepPrice.amount)
    }
}
