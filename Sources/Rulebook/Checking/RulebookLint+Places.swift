import Vocabulary

/// What a new country or a new rate card needs besides its own entry.
extension RulebookLint {
    mutating func checkCards() {
        for (id, cards) in Dictionary(grouping: rules.fees.cards, by: \.id) {
            let place = "fees.cards[\(id)"
            let users = rules.lines.filter { $0.rateCard == id }.map(\.id.text)
            guard !users.isEmpty else {
                warn(
                    place, "no line has the rate card \(id)", "name it as `rateCard` of a line, or remove it")
                continue
            }
            let whose = "orders of \(users.joined(separator: ", ")) have no price"
            let first = cards.map(\.validity.from).min() ?? rules.effectiveFrom
            if first > rules.effectiveFrom {
                warn(
                    place, "\(whose) from \(rules.effectiveFrom.text) to \(first.text)",
                    "let it begin when the rulebook does, or put the card that held before above it")
            }
            for gap in Self.gaps(in: cards.map(\.validity)) {
                warn(
                    place, "\(whose) from \(gap.0.text) to \(gap.1.text)",
                    "let one card begin where the other ends")
            }
            let ends = cards.map { $0.validity.until ?? .endOfTime }
            if let last = ends.max(), last < .endOfTime {
                warn(
                    place, "\(whose) from \(last.text) on", "leave `until` out, or add the card that follows")
            }
        }
    }

    mutating func checkTax() {
        for country in Set(rules.mandate.countries.map(\.country)) where rules.tax.consignees[country] == nil
        {
            let rest =
                rules.tax.ioss.countries.contains(country) ? " but for an IOSS number that is declared" : ""
            note(
                "mandate.countries[\(country)", "nobody looks at tax data of orders to \(country)\(rest)",
                "add \(country) under `tax.countries` if its customs ask for some")
        }
        for (country, consignee) in rules.tax.consignees {
            for (index, format) in consignee.formats.enumerated()
            where format.pattern.description.hasPrefix("\(country)") {
                warn(
                    "tax.countries.\(country).formats[\(index)].pattern",
                    "begins with \(country), so a number without it is refused",
                    "leave \(country) out: it may stand before the number anyway")
            }
        }
    }
}
