/// What a field may hold. One kind is one way of checking it and of writing it in each form.
enum FieldKind: UInt8 {
    /// An id, number or code: `Limits.token` bytes, no control characters.
    case token
    /// Words: at most `high` bytes.
    case text
    case country
    /// False unless said.
    case flag
    /// A whole number from `low` to `high`, `fallback` where absent.
    case number
    /// The same, but zero and absent are different things.
    case amount
    case instant
    /// One of `choices`.
    case choice
    /// Tokens in order, at most `high`.
    case tokens
    /// A set of `choices`.
    case papers
    /// A message with fields of its own.
    case message
    /// Messages in order, at most `high`.
    case messages
}

/// One field of a payload, as both forms know it.
struct FieldSpec {
    /// In the protobuf message.
    var number: UInt8
    var kind: FieldKind
    /// Absent is an error.
    var required = false
    /// In JSON.
    var name: StaticString
    var low: Int64 = 0
    var high: Int64 = 0
    /// The value that is the same as none.
    var fallback: Int64 = .min
    var choices: ChoiceSet = .none
    var inner: InnerSchema = .none
    /// Written to JSON even when it is absent or the default.
    var isAlwaysShown = false
    /// A right value as it is written in JSON: what a refusal shows.
    var example: StaticString
}

/// The messages that stand inside payloads.
enum InnerSchema: UInt8 {
    case none
    case good
    case dimensions
    case finding
    case feeLine
    case consideredLine
}

extension FieldSpec {
    static func token(
        _ number: UInt8, _ name: StaticString, required: Bool = false, _ example: StaticString
    ) -> Self {
        Self(number: number, kind: .token, required: required, name: name, high: 39, example: example)
    }

    static func text(
        _ number: UInt8, _ name: StaticString, required: Bool = false, high: Int = Limits.freeText,
        _ example: StaticString
    ) -> Self {
        Self(number: number, kind: .text, required: required, name: name, high: Int64(high), example: example)
    }

    static func flag(_ number: UInt8, _ name: StaticString) -> Self {
        Self(number: number, kind: .flag, name: name, isAlwaysShown: true, example: "true")
    }

    static func number(
        _ number: UInt8, _ name: StaticString, required: Bool = false, _ range: ClosedRange<Int64>,
        fallback: Int64 = .min, _ example: StaticString
    ) -> Self {
        Self(
            number: number, kind: .number, required: required, name: name, low: range.lowerBound,
            high: range.upperBound, fallback: fallback, isAlwaysShown: fallback != .min, example: example)
    }

    static func instant(_ number: UInt8, _ name: StaticString, required: Bool = false) -> Self {
        Self(
            number: number, kind: .instant, required: required, name: name,
            example: "\"2024-05-06T02:00:00.000Z\"")
    }

    static func choice(
        _ number: UInt8, _ name: StaticString, _ choices: ChoiceSet, required: Bool = false,
        fallback: Int64 = .min, _ example: StaticString
    ) -> Self {
        Self(
            number: number, kind: .choice, required: required, name: name, fallback: fallback,
            choices: choices, isAlwaysShown: fallback != .min, example: example)
    }

    static let order: StaticString = "\"8190000000000001\""
    static func orderID(_ number: UInt8, required: Bool = true) -> Self {
        .token(number, "orderId", required: required, order)
    }
    static func sellerID(_ number: UInt8, required: Bool = true) -> Self {
        .token(number, "sellerId", required: required, "\"store-1\"")
    }
    static func provider(_ number: UInt8, required: Bool = true) -> Self {
        .token(number, "provider", required: required, "\"cainiao\"")
    }
    static func trackingNumber(_ number: UInt8, required: Bool = true) -> Self {
        .token(number, "trackingNumber", required: required, "\"LP00612345678901\"")
    }
    static func boxes(_ number: UInt8) -> Self {
        .number(number, "boxes", 1...1000, fallback: 1, "1")
    }
}
