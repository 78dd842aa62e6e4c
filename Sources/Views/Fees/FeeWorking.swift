import Vocabulary

/// The amounts of a fee's working, one for each item, in fen; nil where the working has no such line.
struct FeeWorking: Equatable, Sendable {
    private var base: Int64?
    private var lightParcel: Int64?
    private var ddp: Int64?
    private var service: Int64?
    private var surcharge: Int64?
    private var coupon: Int64?

    init() {}

    init(_ lines: [FeeLine]) {
        for line in lines { self[line.item] = (self[line.item] ?? 0) + line.amount.amount }
    }

    subscript(item: FeeLine.Item) -> Int64? {
        get {
            switch item {
            case .base: base
            case .lightParcel: lightParcel
            case .ddp: ddp
            case .service: service
            case .surcharge: surcharge
            case .coupon: coupon
            }
        }
        set {
            switch item {
            case .base: base = newValue
            case .lightParcel: lightParcel = newValue
            case .ddp: ddp = newValue
            case .service: service = newValue
            case .surcharge: surcharge = newValue
            case .coupon: coupon = newValue
            }
        }
    }

    /// For people, such as `base 38.00 + ddp 4.45 − coupon 5.00`.
    var text: String {
        var text = ""
        for item in FeeLine.Item.allCases {
            guard let amount = self[item] else { continue }
            if !text.isEmpty || amount < 0 { text += amount < 0 ? " − " : " + " }
            text += "\(item.rawValue) \(Self.yuan(amount < 0 ? -amount : amount))"
        }
        return text
    }

    /// An amount that is not negative, such as `51.08`.
    static func yuan(_ fen: Int64) -> String {
        let (whole, rest) = fen.quotientAndRemainder(dividingBy: 100)
        return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
