import Vocabulary

/// Who may ship, under which numbers and where to (R7, R14, R16, R20, R37).
extension RulebookReader {
    static func providers(_ field: Field) -> [ProviderRules]? {
        var seen: Set<ProviderID> = []
        return field.list(atLeast: 1) { element in
            let keys = element.section(
                ["id", "name", "clause", "certified", "example"], optional: ["numbers"])
            let id = keys["id"]?.token().map(ProviderID.init)
            if let id, !seen.insert(id).inserted {
                keys["id"]?.problem("`\(id)` is listed twice", right: "give all its times under one entry")
                return nil
            }
            let name = keys["name"]?.bilingual()
            let clause = keys["clause"]?.text()
            let certified = keys["certified"].flatMap(certifications)
            let isExample = keys["example"]?.bool()
            var numbers: NumberFormat?
            if let field = keys["numbers"] {
                guard let format = numberFormat(field) else { return nil }
                numbers = format
            }
            guard let id, let name, let clause, let certified, let isExample else { return nil }
            return ProviderRules(
                id: id, name: name, clause: clause, certifications: certified, numbers: numbers,
                isExample: isExample)
        }
    }

    private static func certifications(_ field: Field) -> [Validity]? {
        var seen: [Validity] = []
        return field.list { element in
            guard let validity = validity(element.section(["from"], optional: ["until"])) else { return nil }
            if seen.contains(where: { $0.overlaps(validity) }) {
                element.problem(
                    "overlaps a certification above", right: "end one with `until` where the next begins")
                return nil
            }
            seen.append(validity)
            return validity
        }
    }

    private static func numberFormat(_ field: Field) -> NumberFormat? {
        let keys = field.section(["patterns", "checkDigit", "expected", "severity"])
        let check = keys["checkDigit"]?.choice(NumberFormat.CheckDigit.self)
        let expected = keys["expected"]?.text()
        let severity = keys["severity"]?.choice(Severity.self)
        let patterns = keys["patterns"]?.list(atLeast: 1) { element -> NumberPattern? in
            guard let pattern = pattern(element) else { return nil }
            guard check != .s10 || pattern.length == 13 else {
                element.problem(
                    "`\(pattern)` has \(pattern.length) characters",
                    right: "an S10 number has 13: `@@#{9}@@`")
                return nil
            }
            return pattern
        }
        guard let check, let expected, let patterns, let severity else { return nil }
        return NumberFormat(patterns: patterns, checkDigit: check, expected: expected, severity: severity)
    }

    static func numbers(_ field: Field) -> NumberRules? {
        let keys = field.section(["clause", "reuseWindow", "unknownPattern", "boxesPerOrder"])
        let clause = keys["clause"]?.text()
        let window = keys["reuseWindow"]?.span()
        let unknown = keys["unknownPattern"]?.choice(Severity.self)
        let boxes = keys["boxesPerOrder"]?.integer(in: 1...1000)
        guard let clause, let window, let unknown, let boxes else { return nil }
        return NumberRules(
            reuseWindow: window, unknownPattern: unknown, boxesPerOrder: Int32(boxes), clause: clause)
    }

    static func knownProvider(_ field: Field, among providers: [ProviderID]?) -> ProviderID? {
        guard let providers else { return field.token().map(ProviderID.init) }
        return field.choice(among: providers.map(\.text)).flatMap { Token($0) }.map(ProviderID.init)
    }
}
