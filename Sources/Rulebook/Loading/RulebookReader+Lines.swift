import Vocabulary
import Yams

/// The lines, and how one is chosen (R37).
extension RulebookReader {
    static func routing(_ field: Field) -> RoutingRules? {
        let keys = field.section(["clause", "costWeight", "timeWeight", "namedLine"])
        let clause = keys["clause"]?.text()
        let cost = keys["costWeight"]?.integer(in: 0...100)
        let time = keys["timeWeight"]?.integer(in: 0...100)
        let named = keys["namedLine"]?.choice(RoutingRules.NamedLine.self)
        guard let clause, let cost, let time, let named else { return nil }
        guard cost + time == 100 else {
            keys["timeWeight"]?.problem("the weights make \(cost + time)", right: "let them make 100")
            return nil
        }
        return RoutingRules(
            costWeight: Int64(cost), timeWeight: Int64(time), namedLine: named, clause: clause)
    }

    /// At most as many as an event can show (`considered`).
    private static let mostLines = 50

    /// - Parameters:
    ///   - providers: nil where they could not be read, so that nothing is said about them twice; so for `fees`.
    static func lines(_ field: Field, providers: [ProviderID]?, fees: FeeRules?) -> [Line]? {
        var seen: Set<LineID> = []
        let lines = field.list { element -> Line? in
            let keys = element.section(
                [
                    "id", "provider", "name", "clause", "transitDays", "hubs", "accepts", "maxWeightGrams",
                    "maxSizeMm", "rateCard", "example",
                ], optional: ["capacityPerDay"])
            let id = keys["id"]?.token().map(LineID.init)
            if let id, !seen.insert(id).inserted {
                keys["id"]?.problem("`\(id)` is listed twice", right: "give every line an id of its own")
                return nil
            }
            let provider = keys["provider"].flatMap { knownProvider($0, among: providers) }
            let name = keys["name"]?.bilingual()
            let clause = keys["clause"]?.text()
            let days = keys["transitDays"].flatMap(transitDays)
            let hubs = keys["hubs"]?.list(atLeast: 1, hub)
            let accepts = keys["accepts"].flatMap(sensitiveGoods)
            let weight = keys["maxWeightGrams"]?.grams()
            let size = keys["maxSizeMm"].flatMap(sizeLimit)
            let card = keys["rateCard"].flatMap { rateCard($0, among: fees) }
            let isExample = keys["example"]?.bool()
            let limit = keys["capacityPerDay"].flatMap(capacity)
            guard let id, let provider, let name, let clause, let days, let hubs, let accepts, let weight,
                let size, let card, let isExample, (limit == nil) == (keys["capacityPerDay"] == nil)
            else { return nil }
            return Line(
                id: id, provider: provider, name: name, clause: clause, transitDays: days, hubs: hubs,
                accepts: accepts, maxWeight: weight, maxSize: size, capacityPerDay: limit,
                rateCard: card, isExample: isExample)
        }
        if let lines, lines.count > mostLines {
            field.problem("has \(lines.count) entries", right: "give at most \(mostLines)")
            return nil
        }
        return lines
    }

    private static func transitDays(_ field: Field) -> [Country: Int32]? {
        guard let entries = field.entries() else { return nil }
        guard !entries.isEmpty else {
            field.problem("has 0 entries", right: "give at least 1")
            return nil
        }
        var days: [Country: Int32] = [:]
        for (key, value) in entries {
            if let country = key.country(), let number = value.integer(in: 1...365) {
                days[country] = Int32(number)
            }
        }
        return days.count == entries.count ? days : nil
    }

    /// Its name, or `{id: …, capacityPerDay: …}`.
    private static func hub(_ field: Field) -> Hub? {
        guard field.node.mapping != nil else { return field.token().map { Hub(id: $0) } }
        let keys = field.section(["id", "capacityPerDay"])
        let id = keys["id"]?.token()
        let capacity = keys["capacityPerDay"].flatMap(capacity)
        guard let id, let capacity else { return nil }
        return Hub(id: id, capacityPerDay: capacity)
    }

    private static func capacity(_ field: Field) -> Int32? {
        field.integer(in: 0...100_000_000).map { Int32($0) }
    }

    private static func sensitiveGoods(_ field: Field) -> SensitiveGoods? {
        let names = field.list { $0.choice(among: SensitiveGoods.all.map(\.name)) }
        return names.map { names in
            SensitiveGoods.all.filter { names.contains($0.name) }.reduce(into: []) { $0.insert($1.goods) }
        }
    }

    private static func sizeLimit(_ field: Field) -> SizeLimit? {
        let keys = field.section(["longestSide", "sides"])
        let longest = keys["longestSide"]?.integer(in: 1...100_000)
        let sides = keys["sides"]?.integer(in: 1...300_000)
        guard let longest, let sides else { return nil }
        return SizeLimit(longestSide: Int32(longest), sides: Int32(sides))
    }

    private static func rateCard(_ field: Field, among fees: FeeRules?) -> Token? {
        guard let fees else { return field.token() }
        return field.choice(among: fees.cards.map(\.id.text)).flatMap { Token($0) }
    }
}
