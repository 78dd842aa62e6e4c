import Vocabulary

/// Who must comply, and who need not (R2–R6).
extension RulebookReader {
    static func mandate(_ field: Field) -> Mandate? {
        let keys = field.section(["clause", "from", "countries"])
        let clause = keys["clause"]?.text()
        let from = keys["from"]?.instant()
        var seen: [Mandate.Entry] = []
        let countries = keys["countries"]?.list(atLeast: 1) { element -> Mandate.Entry? in
            let keys = element.section(["country", "from"], optional: ["until"])
            let country = keys["country"]?.country()
            guard let validity = validity(keys), let country else { return nil }
            let entry = Mandate.Entry(country: country, validity: validity)
            if seen.contains(where: { $0.country == country && $0.validity.overlaps(validity) }) {
                element.problem(
                    "\(country) is listed for overlapping times",
                    right: "end one entry with `until` where the next begins")
                return nil
            }
            seen.append(entry)
            return entry
        }
        guard let clause, let from, let countries else { return nil }
        return Mandate(from: from, countries: countries, clause: clause)
    }

    /// `from`, and `until` where it ends.
    static func validity(_ keys: Section) -> Validity? {
        guard let from = keys["from"]?.instant() else { return nil }
        guard let field = keys["until"] else { return Validity(from: from) }
        guard let until = field.instant() else { return nil }
        guard until > from else {
            field.problem("ends before it begins", right: "write a time after `from`, or leave `until` out")
            return nil
        }
        return Validity(from: from, until: until)
    }

    static func categories(_ field: Field) -> CategoryRules? {
        let keys = field.section(["clause", "kinds", "unknown", "specialTraits"])
        let clause = keys["clause"]?.text()
        var kinds: [Token: CategoryKind] = [:]
        var sound = true
        for (key, value) in keys["kinds"]?.entries() ?? [] {
            if let category = key.token(), let kind = value.choice(CategoryKind.self) {
                kinds[category] = kind
            } else {
                sound = false
            }
        }
        let unknown = keys["unknown"]?.choice(CategoryKind.self)
        let traits = keys["specialTraits"]?.list { $0.choice(among: CategoryRules.SpecialTraits.names) }
        guard let clause, let unknown, let traits, sound else { return nil }
        var special: CategoryRules.SpecialTraits = []
        for (bit, name) in CategoryRules.SpecialTraits.names.enumerated() where traits.contains(name) {
            special.insert(CategoryRules.SpecialTraits(rawValue: 1 << UInt8(bit)))
        }
        return CategoryRules(kinds: kinds, unknown: unknown, specialTraits: special, clause: clause)
    }

    static func exemption(_ field: Field) -> ExemptionRules? {
        let keys = field.section(["clause", "notice", "documents", "approvedBy", "benchmarks"])
        let clause = keys["clause"]?.text()
        let notice = keys["notice"]?.span()
        let names = keys["documents"]?.list { $0.choice(among: ExemptionDocuments.names) }
        let approvedBy = keys["approvedBy"]?.choice(ExemptionRules.ApprovalLimit.self)
        let benchmarks = keys["benchmarks"]?.section(["passRate", "reviewWorkingDays"])
        let passRate = benchmarks?["passRate"]?.decimal(in: 0...1)
        let review = benchmarks?["reviewWorkingDays"]?.decimal(in: 0...365)
        guard let clause, let notice, let names, let approvedBy, let passRate, let review else { return nil }
        var documents: ExemptionDocuments = []
        for (bit, name) in ExemptionDocuments.names.enumerated() where names.contains(name) {
            documents.insert(ExemptionDocuments(rawValue: 1 << UInt8(bit)))
        }
        return ExemptionRules(
            notice: notice, documents: documents, approvedBy: approvedBy, benchmarkPassRate: passRate,
            benchmarkReviewWorkingDays: review, clause: clause)
    }
}
