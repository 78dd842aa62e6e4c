import Vocabulary

/// The tables of goods that lie beside the rulebook: names, nomenclature and names too vague (R17).
extension RulebookReader {
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

    mutating func nomenclature(_ field: Field) throws(RulebookError) -> Nomenclature? {
        let keys = field.section(["clause", "file", "unlikeDescription", "emptyWords"])
        let clause = keys["clause"]?.text()
        let severities = ["off"] + Severity.allCases.map(\.rawValue)
        let unlike = keys["unlikeDescription"]?.choice(among: severities)
        let empty = keys["emptyWords"]?.list { $0.text() }
        guard let file = keys["file"], let (name, table) = try table(file, header: ["hscode", "description"])
        else { return nil }
        var rows: [(code: UInt32, description: String)] = []
        rows.reserveCapacity(table.rows.count)
        var seen: Set<UInt32> = []
        var head = ""
        for row in table.rows {
            guard let code = Token(row.cells[0]).flatMap(Nomenclature.number) else {
                report(
                    name, line: row.line, file.path, "`\(row.cells[0])` is not an HS code",
                    right: "write six digits, with their leading zeros")
                continue
            }
            guard seen.insert(code).inserted else {
                report(
                    name, line: row.line, file.path, "`\(row.cells[0])` stands twice", right: "keep one row")
                continue
            }
            let text = row.cells[1]
            guard !text.isEmpty, text.utf8.first != UInt8(ascii: ";") || !head.isEmpty else {
                report(name, line: row.line, file.path, "has no description", right: "write what the code is")
                continue
            }
            // A description that begins with `;` shares what stands before it with the row above.
            if text.utf8.first == UInt8(ascii: ";") {
                rows.append((code, head + text))
            } else {
                head = text.utf8.firstIndex(of: UInt8(ascii: ";")).map { String(text[..<$0]) } ?? ""
                rows.append((code, text))
            }
        }
        guard let clause, let unlike, let empty else { return nil }
        return Nomenclature(
            rows, unlikeDescription: Severity(rawValue: unlike), emptyWords: empty, clause: clause)
    }

    mutating func vagueNames(_ field: Field) throws(RulebookError) -> VagueNames? {
        let keys = field.section(["clause", "file", "severity"], optional: ["countries"])
        let clause = keys["clause"]?.text()
        let severity = keys["severity"]?.choice(Severity.self)
        let byCountry = Self.severities(keys["countries"])
        guard let file = keys["file"], let (name, table) = try table(file, header: ["name"]) else {
            return nil
        }
        var seen: Set<String> = []
        for row in table.rows {
            let folded = VagueNames.folded(row.cells[0])
            if folded.isEmpty {
                report(
                    name, line: row.line, file.path, "`\(row.cells[0])` has no letter",
                    right: "write an English name")
            } else if !seen.insert(folded).inserted {
                report(name, line: row.line, file.path, "`\(folded)` stands twice", right: "keep one row")
            }
        }
        guard let clause, let severity, let byCountry else { return nil }
        return VagueNames(
            table.rows.map { $0.cells[0] }, general: severity, byCountry: byCountry, clause: clause)
    }
}
