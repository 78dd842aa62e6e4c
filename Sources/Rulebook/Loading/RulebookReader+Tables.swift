import Vocabulary

/// The tables of scan codes that lie beside the rulebook (R38).
extension RulebookReader {
    /// Every provider's table of scan codes. `*` stands for all providers.
    mutating func milestones(_ field: Field, providers: [ProviderID]?) throws(RulebookError) -> MilestoneMap?
    {
        let tables = field.list { element -> (provider: ProviderID?, file: Field)? in
            let keys = element.section(["provider", "file", "clause"])
            // For the reader of the file: a milestone is shown with its scan, which has no clause.
            guard keys["clause"]?.text() != nil else { return nil }
            guard let owner = keys["provider"], let file = keys["file"] else { return nil }
            if owner.scalar == "*" { return (nil, file) }
            return Self.knownProvider(owner, among: providers).map { ($0, file) }
        }
        guard let tables else { return nil }
        var rules: [MilestoneMap.Rule] = []
        for (provider, file) in tables {
            guard let (name, table) = try table(file, header: ["code", "milestone", "meaning"]) else {
                continue
            }
            var seen = Set(rules.filter { $0.provider == provider }.map(\.code))
            for row in table.rows {
                guard let rule = rule(row, of: provider, name, file.path) else { continue }
                if seen.insert(rule.code).inserted {
                    rules.append(rule)
                } else {
                    report(
                        name, line: row.line, file.path, "`\(rule.code)` is mapped twice",
                        right: "keep one row")
                }
            }
        }
        return MilestoneMap(rules)
    }

    private func rule(
        _ row: CSVTable.Row, of provider: ProviderID?, _ file: String, _ path: String
    ) -> MilestoneMap.Rule? {
        let (code, stage) = (row.cells[0], row.cells[1])
        guard let token = Token(code), !token.isEmpty, !code.dropLast().contains("*"), code != "*" else {
            report(
                file, line: row.line, path, "`\(code)` is not a scan code",
                right: "write 1 to \(Token.capacity) bytes, with a `*` at most at the end")
            return nil
        }
        guard let milestone = Milestone(rawValue: stage) else {
            let names = Milestone.allCases.map(\.rawValue)
            report(
                file, line: row.line, path, "`\(stage)` is not a milestone",
                right: NearestName.of(stage, among: names).map { "did you mean `\($0)`?" }
                    ?? "one of \(names.joined(separator: ", "))")
            return nil
        }
        return MilestoneMap.Rule(provider: provider, code: token, milestone: milestone)
    }
}
