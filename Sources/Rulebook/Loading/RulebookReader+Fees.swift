import Vocabulary

/// What an order costs (R27–R33).
extension RulebookReader {
    static func fees(_ field: Field) -> FeeRules? {
        let keys = field.section([
            "clause", "cards", "serviceFee", "surcharges", "lightParcel", "ddp", "coupon",
        ])
        let clause = keys["clause"]?.text()
        let cards = keys["cards"].flatMap(cards)
        let service = keys["serviceFee"]?.section(["clause", "fen"])
        let hasClause = service?["clause"]?.text() != nil
        let serviceFee = service?["fen"]?.fen()
        let surcharges = keys["surcharges"].flatMap(surcharges)
        let light = keys["lightParcel"].flatMap(lightParcel)
        let ddp = keys["ddp"]?.section(["clause", "markupBasisPoints"])
        let markup = ddp?["markupBasisPoints"]?.basisPoints()
        let ddpHasClause = ddp?["clause"]?.text() != nil
        let coupon = keys["coupon"].flatMap(coupon)
        guard let clause, let cards, hasClause, let serviceFee, let surcharges, let light, ddpHasClause,
            let markup, let coupon
        else { return nil }
        return FeeRules(
            cards: cards, serviceFee: serviceFee, surcharges: surcharges, lightParcel: light,
            ddpMarkup: markup, coupon: coupon, clause: clause)
    }

    private static func cards(_ field: Field) -> [RateCard]? {
        var seen: [Token: [Validity]] = [:]
        return field.list(atLeast: 1) { element in
            let keys = element.section(
                ["id", "clause", "from", "first", "step", "example"],
                optional: ["until", "volumetricDivisor"])
            let id = keys["id"]?.token()
            let clause = keys["clause"]?.text()
            let validity = validity(keys)
            let first = keys["first"].flatMap(priced)
            let step = keys["step"].flatMap(priced)
            let isExample = keys["example"]?.bool()
            var divisor: Int64?
            if let field = keys["volumetricDivisor"] {
                guard let number = field.integer(in: 1000...20_000) else { return nil }
                divisor = Int64(number)
            }
            guard let id, let clause, let validity, let first, let step, let isExample else { return nil }
            if seen[id, default: []].contains(where: { $0.overlaps(validity) }) {
                element.problem(
                    "overlaps a card `\(id)` above", right: "end one with `until` where the next begins")
                return nil
            }
            seen[id, default: []].append(validity)
            return RateCard(
                id: id, validity: validity, first: first.grams, firstPrice: first.fen, step: step.grams,
                stepPrice: step.fen, volumetricDivisor: divisor, clause: clause, isExample: isExample)
        }
    }

    private static func priced(_ field: Field) -> (grams: Grams, fen: Fen)? {
        let keys = field.section(["grams", "fen"])
        let grams = keys["grams"]?.grams()
        let fen = keys["fen"]?.fen()
        guard let grams, let fen else { return nil }
        return (grams, fen)
    }

    private static func surcharges(_ field: Field) -> Surcharges? {
        let keys = field.section(["clause", "leastFen", "mostFen", "rows"])
        let clause = keys["clause"]?.text()
        let least = keys["leastFen"]?.fen()
        let most = keys["mostFen"]?.fen()
        var seen: Set<[String]> = []
        let rows = keys["rows"]?.list { element -> Surcharges.Row? in
            let keys = element.section(["goods", "fen", "example"], optional: ["category"])
            let name = keys["goods"]?.choice(among: SensitiveGoods.all.map(\.name))
            let kind = SensitiveGoods.all.first { $0.name == name }?.goods
            let amount = keys["fen"]?.fen()
            let isMarked = keys["example"]?.bool() != nil
            let category = keys["category"]?.token()
            guard let name, let kind, let amount, isMarked, (keys["category"] == nil) == (category == nil)
            else { return nil }
            if let least, let most, amount < least || amount > most {
                keys["fen"]?.problem(
                    "`\(amount.amount)` is outside the source's range",
                    right: "write \(least.amount) to \(most.amount) fen")
                return nil
            }
            guard seen.insert([name, category?.text ?? ""]).inserted else {
                element.problem("stands there twice", right: "keep one row for each goods and category")
                return nil
            }
            return Surcharges.Row(goods: kind, category: category, amount: amount)
        }
        guard let clause, least != nil, most != nil, let rows else { return nil }
        return Surcharges(rows: rows, clause: clause)
    }

    private static func lightParcel(_ field: Field) -> LightParcel? {
        let keys = field.section(["clause", "reading", "belowGrams", "markupBasisPoints"])
        let hasClause = keys["clause"]?.text() != nil
        let reading = keys["reading"]?.choice(LightParcel.Reading.self)
        let below = keys["belowGrams"]?.grams()
        let markup = keys["markupBasisPoints"]?.basisPoints()
        guard hasClause, let reading, let below, let markup else { return nil }
        return LightParcel(reading: reading, below: below, markup: markup)
    }

    private static func coupon(_ field: Field) -> Coupon? {
        let keys = field.section(["clause", "reading", "fen", "orders", "from"], optional: ["until"])
        let hasClause = keys["clause"]?.text() != nil
        let reading = keys["reading"]?.choice(Coupon.Reading.self)
        let amount = keys["fen"]?.fen()
        let orders = keys["orders"]?.integer(in: 1...Coupon.mostOrders)
        let validity = validity(keys)
        guard hasClause, let reading, let amount, let orders, let validity else { return nil }
        return Coupon(reading: reading, amount: amount, orders: Int32(orders), validity: validity)
    }
}

extension Field {
    /// Up to ten thousand yuan: times every step and markup it stays far within 64 bits.
    func fen() -> Fen? {
        integer(in: 0...1_000_000, of: "fen, hundredths of a yuan,").map { Fen(Int64($0)) }
    }

    func grams() -> Grams? { integer(in: 1...100_000).map { Grams(Int32($0)) } }

    /// At most the whole again.
    func basisPoints() -> BasisPoints? { integer(in: 0...10_000).map { BasisPoints(Int64($0)) } }
}
