import Foundation
import Rulebook
import Testing
import Vocabulary

private func file(_ changes: (String, String)..., name: String = "other") throws -> RulebookFile {
    var text = try edited("name: firstmile-2023-11", "name: \(name)")
    for (passage, replacement) in changes { text = try edited(passage, replacement, in: text) }
    return try RulebookFile.parse(content: text, file: "test.yaml")
}

struct RulebookDiffTests {
    @Test func `a rulebook does not differ from itself`() throws {
        #expect(try RulebookDiff(from: .shipped, to: .shipped).changes.isEmpty)
    }

    @Test func `a changed value is told with both values and its clause`() throws {
        let other = try file(("uploadWindow: 2 h", "uploadWindow: 90 min"))
        let changes = try RulebookDiff(from: .shipped, to: other).changes
        #expect(changes.map(\.path) == ["name", "clock.uploadWindow"])
        #expect(changes[1].before == "2 h" && changes[1].after == "90 min")
        #expect(changes[1].clause == "《速卖通卖家考核标准V2024.Q2》§5.2.3")
    }

    @Test func `a country that is added is one entry, wherever it stands`() throws {
        let other = try file(
            (
                "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}",
                "    - {country: BR, from: \"2025-01-01T00:00:00+08:00\"}\n    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}"
            ))
        let changes = try RulebookDiff(from: .shipped, to: other).changes
        #expect(
            changes.map(\.path) == ["name", "mandate.countries[BR].country", "mandate.countries[BR].from"])
        #expect(changes[1].before == nil && changes[1].after == "BR")
        let back = try RulebookDiff(from: other, to: .shipped).changes
        #expect(back.last?.path == "mandate.countries[BR].from" && back.last?.after == nil)
    }

    @Test func `rows of the tables it refers to are told with their file`() throws {
        let row = try #require(
            RulebookFile.shipped.content.split(separator: "\n").first { $0.hasPrefix("  392690,") })
        let other = try file((String(row), "  392690,glass eye"))
        let changes = try RulebookDiff(from: .shipped, to: other).changes
        #expect(
            changes.map(\.path) == [
                "name", "hs-names.csv: 392690,glass eye", "hs-names.csv: \(row.dropFirst(2))",
            ])
    }
}

struct RulebookLintTests {
    private func remarks(_ changes: (String, String)...) throws -> [RulebookLint.Remark] {
        var text = RulebookFile.shipped.content
        for (passage, replacement) in changes { text = try edited(passage, replacement, in: text) }
        let file = try RulebookFile.parse(content: text, file: "test.yaml")
        return try RulebookLint(file, name: "test.yaml").remarks
    }

    @Test func `the shipped rulebook draws no warning, and names its made-up parts`() throws {
        let remarks = try remarks()
        #expect(remarks.filter { $0.weight == .warning } == [])
        #expect(remarks.contains { $0.problem.wrong.contains("lines[4px-priority]") })
    }

    @Test func `a gap between two times on the list is told with its line`() throws {
        let passage = "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}"
        let remarks = try remarks(
            (
                passage,
                "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\", until: \"2024-01-01T00:00:00+08:00\"}\n"
                    + "    - {country: ES, from: \"2024-02-01T00:00:00+08:00\"}"
            ))
        let gap = try #require(remarks.first { $0.problem.wrong.contains("not on the list") })
        #expect(gap.weight == .warning)
        #expect(gap.problem.line == (try line(of: passage, in: RulebookFile.shipped.content)))
        #expect(gap.problem.wrong.contains("2023-12-31T16:00:00.000Z to 2024-01-31T16:00:00.000Z"), "\(gap)")
    }

    @Test func `a country that no line serves is told`() throws {
        let remarks = try remarks(
            (
                "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}",
                "    - {country: BR, from: \"2023-11-01T00:00:00+08:00\"}\n    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}"
            ))
        #expect(remarks.contains { $0.weight == .warning && $0.problem.wrong.hasPrefix("no line serves BR") })
    }

    @Test func `a settling time longer than the window is told`() throws {
        let remarks = try remarks(
            ("settle: 30 s", "settle: 1 h"), ("uploadWindow: 2 h", "uploadWindow: 50 min"),
            ("warnings: [60 min, 30 min, 10 min]", "warnings: [10 min]"))
        #expect(remarks.contains { $0.problem.path == "clock.settle" && $0.weight == .warning })
    }

    /// A card, a country or a tax pattern that was added by half, and what is said of it.
    @Test(arguments: [
        (
            "from: \"2023-11-01T00:00:00+08:00\"\n      first: {grams: 500, fen: 3800}",
            "from: \"2024-01-01T00:00:00+08:00\"\n      first: {grams: 500, fen: 3800}",
            "fees.cards[cainiao-standard]",
            "orders of cainiao-standard have no price from 2023-10-31T16:00:00.000Z to 2023-12-31T16:00:00.000Z"
        ),
        (
            "from: \"2023-11-01T00:00:00+08:00\"\n      first: {grams: 500, fen: 3800}",
            "from: \"2023-11-01T00:00:00+08:00\"\n      until: \"2024-01-01T00:00:00+08:00\"\n"
                + "      first: {grams: 500, fen: 3800}", "fees.cards[cainiao-standard]",
            "orders of cainiao-standard have no price from 2023-12-31T16:00:00.000Z on"
        ),
        (
            "rateCard: winit-standard", "rateCard: cainiao-standard", "fees.cards[winit-standard]",
            "no line has the rate card winit-standard"
        ),
        (
            "- {pattern: \"#{9}\", check: de-ust-id}", "- {pattern: \"DE#{9}\", check: de-ust-id}",
            "tax.countries.DE.formats[0].pattern", "begins with DE, so a number without it is refused"
        ),
    ]) func `what was added by half is told`(passage: String, replacement: String, path: String, said: String)
        throws
    {
        let warnings = try remarks((passage, replacement)).filter { $0.weight == .warning }
        #expect(warnings.map(\.problem.wrong) == [said])
        #expect(warnings.map(\.problem.path) == [path])
        #expect(warnings.allSatisfy { $0.problem.line > 1 }, "\(warnings)")
    }

    @Test func `a country nobody asks for tax data is told, with what an IOSS number changes`() throws {
        let added = "    - {country: IT, from: \"2023-11-01T00:00:00+08:00\"}\n"
        let passage = "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}\n"
        let without = try remarks((passage, added + passage))
        #expect(without.contains { $0.problem.wrong == "nobody looks at tax data of orders to IT" })
        let withNumber = try remarks(
            (passage, added + passage),
            ("countries: [ES, FR, DE, NL, PL]", "countries: [ES, FR, DE, NL, PL, IT]"))
        #expect(
            withNumber.contains {
                $0.weight == .notice && $0.problem.wrong.hasSuffix("IOSS number that is declared")
            })
        #expect(try !remarks().contains { $0.problem.wrong.contains("tax data") })
    }

    @Test func `a name that is taken, and a country that would begin too early, are told of several`() throws
    {
        let begins = (
            "effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"2025-01-01T00:00:00+08:00\""
        )
        let taken = try file(begins, name: "firstmile-2023-11")
        let said = RulebookLint.together([("a.yaml", .shipped), ("b.yaml", taken)])
        #expect(said.map(\.problem.path) == ["name"])
        let spain = "    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}\n"
        func adding(_ from: String) throws -> [String] {
            let later = try file(begins, (spain, spain + "    - {country: IT, from: \"\(from)\"}\n"))
            return RulebookLint.together([("a.yaml", .shipped), ("b.yaml", later)]).map(\.problem.wrong)
        }
        #expect(
            try adding("2024-12-31T23:59:59+08:00") == [
                "IT is on the list from 2024-12-31T15:59:59.000Z, but until 2024-12-31T16:00:00.000Z a.yaml judges, "
                    + "which does not name it"
            ])
        #expect(try adding("2025-01-01T00:00:00+08:00") == [])
    }

    @Test func `two that begin together, and one that forgets a country, are told`() throws {
        let same = RulebookLint.together([("a.yaml", .shipped), ("b.yaml", .shipped)])
        #expect(same.map(\.problem.path) == ["effectiveFrom"])
        let later = try file(
            ("effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"2025-01-01T00:00:00+08:00\""),
            ("    - {country: ES, from: \"2023-11-01T00:00:00+08:00\"}\n", ""))
        let lost = RulebookLint.together([("b.yaml", later), ("a.yaml", .shipped)])
        #expect(lost.map(\.problem.wrong) == ["ES must comply under a.yaml and is not named any more"])
    }
}

struct TimetableTests {
    @Test func `each is in force from its beginning until the next begins`() {
        var table = Timetable(first: "a", from: Instant(seconds: 10))
        table.add("c", from: Instant(seconds: 30))
        table.add("b", from: Instant(seconds: 20))
        let seen = [0, 10, 19, 20, 29, 30, 99].map { table[at: Instant(seconds: $0)] }
        #expect(seen == ["a", "a", "a", "b", "b", "c", "c"])
        #expect(table.end(at: Instant(seconds: 15)) == Instant(seconds: 20))
        #expect(table.end(at: Instant(seconds: 30)) == nil)
        table.add("d", from: Instant(seconds: 20))
        #expect(table.elements == ["a", "d", "c"])
    }
}
