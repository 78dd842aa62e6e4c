import Vocabulary

/// The clock, whose word counts for it, and the phone (R18, R22–R26).
extension RulebookReader {
    static func clock(_ field: Field) -> UploadClock? {
        let keys = field.section([
            "clause", "uploadWindow", "warnings", "settle", "futureSkew", "backdatedBound",
        ])
        let clause = keys["clause"]?.text()
        let window = keys["uploadWindow"]?.span()
        var previous: Interval?
        let warnings = keys["warnings"]?.list { element -> Interval? in
            guard let warning = element.span(in: .minutes(1)...(.days(3660))) else { return nil }
            if let window, warning >= window {
                element.problem(
                    "warns \(TimeSpan.text(warning)) before a deadline of \(TimeSpan.text(window))",
                    right: "write less than `uploadWindow`")
                return nil
            }
            if let before = previous, warning >= before {
                element.problem("is not less than the warning before it", right: "write the longest first")
                return nil
            }
            guard warning.nanoseconds.isMultiple(of: Interval.minutes(1).nanoseconds) else {
                element.problem("is not in whole minutes", right: "write it like `30 min`")
                return nil
            }
            previous = warning
            return warning
        }
        let settle = keys["settle"]?.span(in: .milliseconds(0)...(.hours(1)))
        let skew = keys["futureSkew"]?.span(in: .milliseconds(0)...(.days(1)))
        let backdated = keys["backdatedBound"]?.span()
        guard let clause, let window, let warnings, let settle, let skew, let backdated else { return nil }
        return UploadClock(
            uploadWindow: window, warnings: warnings, settle: settle, futureSkew: skew,
            backdatedBound: backdated, clause: clause)
    }

    static func trustedSources(_ field: Field) -> TrustedSources? {
        let keys = field.section(["clause", "sources"])
        let clause = keys["clause"]?.text()
        let sources = keys["sources"]?.list { element -> String? in
            guard let text = element.text() else { return nil }
            guard !text.dropLast().contains("*") else {
                element.problem("`\(text)` has a `*` that is not at its end", right: "write `prefix*`")
                return nil
            }
            return text
        }
        guard let clause, let sources else { return nil }
        return TrustedSources(patterns: sources, clause: clause)
    }

    static func phone(_ field: Field) -> PhoneRules? {
        let keys = field.section(["clause", "severity"], optional: ["countries"])
        let clause = keys["clause"]?.text()
        let general = keys["severity"]?.choice(Severity.self)
        let byCountry = severities(keys["countries"])
        guard let clause, let general, let byCountry else { return nil }
        return PhoneRules(general: general, byCountry: byCountry, clause: clause)
    }

    /// Severities by destination; empty where none are given, nil after a problem.
    static func severities(_ field: Field?) -> [Country: Severity]? {
        var byCountry: [Country: Severity] = [:]
        var sound = true
        for (key, value) in field?.entries() ?? [] {
            if let country = key.country(), let severity = value.choice(Severity.self) {
                byCountry[country] = severity
            } else {
                sound = false
            }
        }
        return sound ? byCountry : nil
    }
}
