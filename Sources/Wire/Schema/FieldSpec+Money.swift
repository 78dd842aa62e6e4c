import Vocabulary

/// Routes, fees and their working.
extension FieldSpec {
    static let routed: [Self] = [
        .orderID(1), .sellerID(2, required: false), .provider(3, required: false),
        .token(4, "hub", required: true, "\"SZ-HUB\""),
        .token(5, "line", required: true, "\"cainiao-standard\""),
        Self(
            number: 6, kind: .tokens, name: "options", high: Int64(Limits.lines),
            example: "[\"cainiao-standard\"]"),
        Self(
            number: 7, kind: .messages, name: "considered", high: Int64(Limits.lines), inner: .consideredLine,
            example: "[{\"line\": \"cainiao-standard\", \"outcome\": \"named\"}]"),
    ]

    static let consideredLine: [Self] = [
        .token(1, "line", required: true, "\"cainiao-standard\""),
        .choice(2, "outcome", .routing, required: true, "\"named\""),
        .token(3, "hub", "\"SZ-HUB\""),
        Self(number: 4, kind: .amount, name: "costFen", low: 0, high: .max, example: "4636"),
        .number(5, "days", 0...1000, "9"),
    ]

    static let feeAssessed: [Self] = [
        .orderID(1), .sellerID(2, required: false), .provider(3, required: false),
        .token(4, "line", "\"cainiao-standard\""), .token(5, "card", "\"cainiao-standard\""),
        .number(6, "weightGrams", 1...100_000_000, "350"),
        Self(
            number: 7, kind: .messages, name: "lines", high: Int64(Limits.feeLines), inner: .feeLine,
            isAlwaysShown: true, example: "[{\"item\": \"base\", \"amountFen\": 3800}]"),
        Self(
            number: 8, kind: .amount, required: true, name: "totalFen", low: 0, high: .max, example: "5108"),
        .number(9, "couponOrdinal", 1...Int64(Int32.max), "7"),
        .token(10, "rulebook", "\"2024.2\""),
    ]

    static let feeLine: [Self] = [
        .choice(1, "item", .feeItem, required: true, "\"base\""),
        Self(
            number: 2, kind: .amount, required: true, name: "amountFen", low: -.max, high: .max,
            example: "3800"),
        .token(3, "basis", "\"3800 + 1 x 320\""),
    ]
}
