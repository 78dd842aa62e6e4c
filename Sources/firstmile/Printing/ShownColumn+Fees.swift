import Views

/// Fees in yuan; programs get fen.
extension ShownColumn {
    static let fees =
        [
            ShownColumn(name: "orderId", title: "order"),
            ShownColumn(name: "sellerId", title: "seller", canGo: true),
            ShownColumn(name: "line", title: "line", canGo: true),
            ShownColumn(name: "weightGrams", title: "grams", alignment: .right, canGo: true),
        ] + amounts + [
            ShownColumn(
                name: "totalFen", title: "total", alignment: .right, style: { _ in .strong }, text: yuan),
            ShownColumn(name: "billedFen", title: "billed", alignment: .right, text: yuan),
            ShownColumn(
                name: "differenceFen", title: "difference", alignment: .right,
                style: { $0 == "–" || $0 == "¥0.00" ? nil : .bad }, text: yuan),
        ]

    private static let amounts = [
        ("baseFen", "freight"), ("lightParcelFen", "light"), ("ddpFen", "DDP"), ("serviceFen", "service"),
        ("surchargeFen", "surcharge"), ("couponFen", "coupon"),
    ].map { name, title in
        ShownColumn(name: name, title: title, alignment: .right, canGo: true, text: yuan)
    }

    @Sendable private static func yuan(_ value: ViewValue) -> String {
        guard case .integer(let fen) = value else { return plain(value) }
        return Figures.yuan(fen)
    }
}
