import Vocabulary

/// Tax data of the destinations (R19).
extension RulebookReader {
    /// So that two of them and what joins them fit into the `fix` of a finding, which takes 200 bytes.
    private static let expectedLimit = 96

    static func tax(_ field: Field) -> TaxRules? {
        let keys = field.section(["clause", "ioss", "countries"])
        let clause = keys["clause"]?.text()
        let ioss = keys["ioss"].flatMap(ioss)
        var consignees: [Country: TaxRules.Consignee] = [:]
        var sound = keys["countries"] != nil
        for (key, value) in keys["countries"]?.entries() ?? [] {
            if let country = key.country(), let consignee = consignee(value) {
                consignees[country] = consignee
            } else {
                sound = false
            }
        }
        guard let clause, let ioss, sound else { return nil }
        return TaxRules(ioss: ioss, consignees: consignees, clause: clause)
    }

    private static func ioss(_ field: Field) -> TaxRules.IOSS? {
        let keys = field.section(["clause", "countries", "pattern", "memberStates", "expected"])
        let clause = keys["clause"]?.text()
        let countries = keys["countries"]?.list { $0.country() }
        let pattern = keys["pattern"].flatMap(pattern)
        let states = keys["memberStates"]?.list { element -> Token? in
            guard let state = element.token(), state.count == 3, UInt(state.text) != nil else {
                element.problem(
                    "\(element.shown) is not a country's number",
                    right: "write the three digits of ISO 3166-1 in quotes, such as \"372\"")
                return nil
            }
            return state
        }
        let expected = keys["expected"].flatMap(expected)
        guard let clause, let countries, let pattern, let states, let expected else { return nil }
        if !states.isEmpty, pattern.length < 5 {
            keys["pattern"]?.problem(
                "`\(pattern)` has no room for a member state",
                right: "write it like `IM#{10}`, or give no `memberStates`")
            return nil
        }
        return TaxRules.IOSS(
            countries: Set(countries), pattern: pattern, memberStates: Set(states), expected: expected,
            clause: clause)
    }

    private static func consignee(_ field: Field) -> TaxRules.Consignee? {
        let keys = field.section(["clause", "required", "severity", "expected", "formats"])
        let clause = keys["clause"]?.text()
        let isRequired = keys["required"]?.bool()
        let severity = keys["severity"]?.choice(Severity.self)
        let expected = keys["expected"].flatMap(expected)
        let formats = keys["formats"]?.list(atLeast: 1) { element -> TaxRules.Format? in
            let keys = element.section(["pattern", "check"])
            let check = keys["check"]?.choice(TaxCheck.self)
            guard let pattern = keys["pattern"].flatMap(pattern), let check else { return nil }
            return TaxRules.Format(pattern: pattern, check: check)
        }
        guard let clause, let isRequired, let severity, let expected, let formats else { return nil }
        return TaxRules.Consignee(
            isRequired: isRequired, severity: severity, formats: formats, expected: expected, clause: clause)
    }

    private static func expected(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard text.utf8.count <= expectedLimit else {
            field.problem(
                "has \(text.utf8.count) bytes", right: "write at most \(expectedLimit): a finding quotes it")
            return nil
        }
        return text
    }

    /// As providers' numbers are written.
    static func pattern(_ field: Field) -> NumberPattern? {
        guard let text = field.text() else { return nil }
        do throws(NumberPattern.Malformed) {
            return try NumberPattern(text)
        } catch {
            field.problem(
                "`\(text)` is not a pattern: \(error.reason) (at character \(error.offset + 1))",
                right: "write it like `LP#{14}`: # digit, @ letter, * either, {n} repeats")
            return nil
        }
    }
}
