import Explaining
import Views

/// Fees in yuan; programs get fen.
extension ShownColumn {
    static let fees =
        [
            ShownColumn(name: "orderId", title: "order", zh: "订单"),
            ShownColumn(name: "sellerId", title: "seller", zh: "店铺", canGo: true),
            ShownColumn(name: "line", title: "line", zh: "线路", canGo: true),
            ShownColumn(name: "weightGrams", title: "grams", zh: "计费克重", alignment: .right, canGo: true),
        ] + amounts + [
            ShownColumn(
                name: "totalFen", title: "total", zh: "合计", alignment: .right, style: { _ in .strong },
                text: yuan),
            ShownColumn(name: "billedFen", title: "billed", zh: "账单", alignment: .right, text: yuan),
            ShownColumn(
                name: "differenceFen", title: "difference", zh: "差额", alignment: .right,
                style: { $0 == "–" || $0 == "¥0.00" ? nil : .bad }, text: yuan),
        ]

    private static let amounts = [
        ("baseFen", "freight", "基础运费"), ("lightParcelFen", "light", "轻小件"), ("ddpFen", "DDP", "DDP"),
        ("serviceFen", "service", "服务费"),
        ("surchargeFen", "surcharge", "合规附加费"), ("couponFen", "coupon", "新商家券"),
    ].map { name, title, zh in
        ShownColumn(name: name, title: title, zh: zh, alignment: .right, canGo: true, text: yuan)
    }

    @Sendable private static func yuan(_ value: ViewValue) -> String {
        guard case .integer(let fen) = value else { return plain(value) }
        return Figures.yuan(fen)
    }
}
