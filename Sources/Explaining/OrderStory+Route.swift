import Rulebook
import Vocabulary

/// What an order costs and by which line it goes, or why by none.
extension OrderStory {
    /// Rows of the facts: nothing where neither is known.
    var money: [Fact] {
        var facts: [Fact] = []
        if let route { facts.append(Fact(key: "route", name: language("route", "路由"), said: [route])) }
        if let fee = history.fee, !fee.lines.isEmpty {
            facts.append(
                Fact(key: "fee", name: language("fee", "费用"), said: [Said(Figures.yuan(fee.total.amount))]))
        }
        guard let bill = history.bill else { return facts }
        var said = [Said(Figures.yuan(bill.amount.amount))]
        if let fee = history.fee, !fee.lines.isEmpty, fee.total != bill.amount {
            said += [Said("  "), Said(language("differs from the fee", "与计算费用不符"), .warning)]
        }
        return facts + [Fact(key: "bill", name: language("bill", "账单"), said: said)]
    }

    private var route: Said? {
        if let route = history.route {
            return Said("\(route.line) · \(language("hub", "枢纽")) \(route.hub)")
        }
        guard history.standing?.status == .compliant, let provider = history.standing?.acceptedProvider,
            let declaration = history.declaration
        else { return nil }
        let parcel = Parcel(declaration)
        let reasons = rules.lines.filter { $0.provider == provider }.map { line in
            // What the order itself does not show was the day's: no room, or no rate.
            "\(line.id) \(texts.name(line.refusal(of: parcel) ?? .full))"
        }
        let why = reasons.isEmpty ? language("it has none", "没有线路") : reasons.joined(separator: ", ")
        return Said(
            language("no line of \(provider) takes it: \(why)", "\(provider) 无线路可承运：\(why)"), .warning)
    }

    /// Under a fee: what was weighed on which card, and how each amount comes about, where its name does not say it.
    func working(_ fee: FeeAssessed, at position: Position) -> [Note] {
        guard let card = fee.card, let weight = fee.weight else { return [] }
        let declared = history.declaration(before: position)?.weight
        // Charged more than it weighs: its size was more than its weight.
        let isBySize = declared.map { weight > $0 } ?? false
        var parts = ["\(card) · \(weight.amount) g\(isBySize ? language(" by size", "（按体积）") : "")"]
        parts += fee.lines.filter { !$0.basis.isEmpty }.map { "\(texts.name($0.item)): \(texts.basis($0))" }
        return [Note(said: [Said(parts.joined(separator: " · "))], tone: .faint)]
    }

    /// Under a route: the other lines, and why not they.
    func considered(_ route: Routed) -> [Note] {
        route.considered.filter { $0.outcome != .country }.map { line in
            var parts = ["\(line.line) \(texts.name(line.outcome))"]
            if let cost = line.cost { parts.append(Figures.yuan(cost.amount)) }
            if let days = line.days { parts.append(language("\(days) days", "\(days) 天")) }
            return Note(said: [Said(parts.joined(separator: " · "))], tone: .faint)
        }
    }
}
