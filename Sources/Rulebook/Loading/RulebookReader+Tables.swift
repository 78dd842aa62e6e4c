import Vocabulary

/// The tables that lie beside the rulebook: scan codes (R38) and goods' names (R17).
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

    mutating func goodsNames(_ field: Field) throws(RulebookError) -> GoodsNames? {
        let keys = field.section(["clause", "file"])
        let clause = keys["clause"]?.text()
        guard let file = keys["file"],
            let (name, table) = try table(file, header: ["hscode", "english_name"])
        else { return nil }
        var rows: Set<GoodsNames.Row> = []
        var ordered: [GoodsNames.Row] = []
        for row in table.rows {
            guard let code = Token(row.cells[0]), code.count == 6,
                row.cells[0].utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else {
                report(
                    name, line: row.line, file.path, "`\(row.cells[0])` is not an HS code",
                    right: "write six digits, with their leading zeros")
                continue
            }
            let folded = GoodsNames.folded(row.cells[1])
            guard !folded.isEmpty else {
                report(name, line: row.line, file.path, "the name is empty", right: "write an English name")
                continue
            }
            guard rows.insert(GoodsNames.Row(code: code, name: folded)).inserted else {
                report(
                    name, line: row.line, file.path, "`\(folded)` stands twice for \(code)",
                    right: "keep one row")
                continue
            }
            ordered.append(GoodsNames.Row(code: code, name: row.cells[1]))
        }
        return clause.map { GoodsNames(ordered, clause: $0) }
    }
}
