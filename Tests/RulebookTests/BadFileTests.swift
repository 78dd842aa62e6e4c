import Rulebook
import Testing
import Vocabulary

/// A passage of the shipped text, what a careless hand made of it, and what must be said, after `test.yaml:line:`.
///
/// The line is that of the replacement's first line, moved by `below`.
struct Slip: Sendable, CustomTestStringConvertible {
    let passage: String
    let replacement: String
    var below = 0
    let said: String
    var testDescription: String { said }
}

private let slips: [Slip] = [
    Slip(
        passage: "  uploadWindow: 2 h", replacement: "  uploadWindow: -2 h",
        said: "17: clock.uploadWindow: `-2 h` is not a possible time span; "
            + "write a whole number and ms, s, min, h or d, from 1 ms to 3660 d, such as `2 h`"),
    Slip(
        passage: "  uploadWindow: 2 h", replacement: "  uploadWindov: 2 h",
        said: "3: clock.uploadWindov: unknown key `uploadWindov`; did you mean `uploadWindow`?"),
    Slip(
        passage: "warnings: [60 min, 30 min, 10 min]", replacement: "warnings: [120 min, 30 min, 10 min]",
        said: "14: clock.warnings[0]: warns 2 h before a deadline of 2 h; write less than `uploadWindow`"),
    Slip(
        passage: "warnings: [60 min, 30 min, 10 min]", replacement: "warnings: [60 min, 30 min, 45 min]",
        said: "30: clock.warnings[2]: is not less than the warning before it; write the longest first"),
    Slip(
        passage: "{country: FR,", replacement: "{country: XX,",
        said: "17: mandate.countries[1].country: `XX` is not a country; "
            + "write an ISO 3166-1 code of two capitals such as `ES`"),
    Slip(
        passage: "{country: FR,", replacement: "{country: ES,",
        said: "7: mandate.countries[1]: ES is listed for overlapping times; "
            + "end one entry with `until` where the next begins"),
    Slip(
        passage: "{country: FR, from: \"2023-11-01T00:00:00+08:00\"}",
        replacement: "{country: FR, from: \"2023-11-01T00:00:00+08:00\", until: \"2023-10-01T00:00:00Z\"}",
        said: "63: mandate.countries[1].until: ends before it begins; "
            + "write a time after `from`, or leave `until` out"),
    Slip(
        passage: "effectiveFrom: \"2023-11-01T00:00:00+08:00\"", replacement: "effectiveFrom: 2023-02-29",
        said: "16: effectiveFrom: `2023-02-29` is not a point in time; "
            + "write RFC 3339 with an offset, such as \"2023-11-01T00:00:00+08:00\""),
    Slip(
        passage: "patterns: [\"LP#{14}\"]", replacement: "patterns: [\"LP#{99}\"]",
        said: "18: providers[0].numbers.patterns[0]: `LP#{99}` is not a pattern: a repetition is {1} to {39} "
            + "(at character 4); write it like `LP#{14}`: # digit, @ letter, * either, {n} repeats"),
    Slip(
        passage: "patterns: [\"@@#{9}@@\"]", replacement: "patterns: [\"@@#{8}@@\"]",
        said:
            "18: providers[3].numbers.patterns[0]: `@@#{8}@@` has 12 characters; an S10 number has 13: `@@#{9}@@`"
    ),
    Slip(
        passage: "  - id: winit\n", replacement: "  - id: cainiao\n",
        said: "9: providers[1].id: `cainiao` is listed twice; give all its times under one entry"),
    Slip(
        passage: "    provider: winit\n", replacement: "    provider: winnit\n",
        said: "15: lines[1].provider: `winnit` is unknown; did you mean `winit`?"),
    Slip(
        passage: "hubs: [SZX-W1]", replacement: "hubs: []",
        said: "11: lines[1].hubs: has 0 entries; give at least 1"),
    Slip(
        passage: "    LATE_UPLOAD:\n", replacement: "    LATE_UPLOADS:\n",
        said: "5: messages.codes.LATE_UPLOADS: unknown key `LATE_UPLOADS`; did you mean `LATE_UPLOAD`?"),
    Slip(
        passage: "      zh: 单号重复上传：同一订单的这一单号已由另一个ERP账号推送\n", replacement: "      zh:\n",
        said: "10: messages.codes.DUPLICATE_NUMBER.zh: is not a text; write a text that is not empty"),
    Slip(
        passage: "      clause: Firstmile R1（平台结论优先）\n", replacement: "", below: -1,
        said: "7: messages.codes.VERDICT_DIVERGES: `clause` is missing; add `clause:` here"),
    Slip(
        passage: "custom-made: special", replacement: "custom-made: specal",
        said: "18: categories.kinds.custom-made: `specal` is unknown; did you mean `special`?"),
    Slip(
        passage: "documents: [material-proof, msds, carrier-qualification]",
        replacement: "documents: [msdss]",
        said: "15: exemption.documents[0]: `msdss` is unknown; did you mean `msds`?"),
    Slip(
        passage: "approvedBy: handover", replacement: "approvedBy: handed-over",
        said: "15: exemption.approvedBy: `handed-over` is unknown; did you mean `handover`?"),
    Slip(
        passage: "\"2024-05-11\", \"2024-09-14\"", replacement: "\"2024-05-10\", \"2024-09-14\"",
        said: "72: workingDays.years[1].madeUp[4]: 2024-05-10 is a weekday; "
            + "list only weekend days that are worked"),
    Slip(
        passage: "\"2024-06-10\"", replacement: "\"2024-06-31\"",
        said: "11: workingDays.years[1].holidays[4]: `2024-06-31` is not a day; "
            + "write \"2024-05-01\", or \"2024-05-01/2024-05-05\" for days in a row"),
    Slip(
        passage: "\"2024-06-10\"", replacement: "\"2023-06-10\"",
        said: "11: workingDays.years[1].holidays[4]: `2023-06-10` lies outside the year; "
            + "list it under its own year"),
    Slip(
        passage: "    - year: 2025", replacement: "    - year: 2024",
        said: "13: workingDays.years[2].year: 2024 is listed twice; give a year's days under one entry"),
    Slip(
        passage: "    - step: contract", replacement: "    - step: binding",
        said: "13: onboarding.steps[2].step: `binding` is listed twice; keep one of them"),
    Slip(
        passage: "    - id: legal-person-id-front", replacement: "    - id: business-licence",
        said: "11: onboarding.papers[3].id: `business-licence` is listed twice; keep one of them"),
    Slip(
        passage: "  ownFleet: []", replacement: "  ownFleet: [winitt]",
        said: "14: onboarding.ownFleet[0]: `winitt` is unknown; did you mean `winit`?"),
    Slip(
        passage: "uploaded-in-time: {weight: 25,", replacement: "uploaded-in-time: {weight: 26,",
        said: "5: score.components: the weights make 101.0; let them make 100"),
    Slip(
        passage: "worst: 7, traditional: 2.8,", replacement: "worst: 2, traditional: 2.8,",
        said: "22: score.components.on-network-days: its values do not run in one direction; "
            + "order them worst, traditional, preShipment, perfect"),
    Slip(
        passage: "expected: [origin-processing,", replacement: "expected: [origin-procesing,",
        said: "14: tracking.expected[0]: `origin-procesing` is unknown; did you mean `origin-processing`?"),
    Slip(
        passage: "methods: [p-chart, ewma]", replacement: "methods: [p-chart, p-chart]",
        said: "22: rateAlarms.methods[1]: `p-chart` is listed twice; keep one of them"),
    Slip(
        passage: "minimumDays: 7", replacement: "minimumDays: 29",
        said: "16: rateAlarms.minimumDays: asks for 29 days of a baseline of 28; "
            + "write at most `baselineDays`"),
    Slip(
        passage: "{kpi: complaints, change: -0.41}", replacement: "{kpi: complaints}",
        said: "7: benchmarks.figures[5]: gives no figure; "
            + "give one of preShipment, direct, difference, change as a number"),
    Slip(
        passage: "countAbnormalInScore: false", replacement: "countAbnormalInScore: no",
        said: "25: score.countAbnormalInScore: `no` is neither true nor false; write `true` or `false`"),
    Slip(
        passage: "sources: [\"*\"]", replacement: "sources: [\"a*b\"]",
        said: "13: trustedSources.sources[0]: `a*b` has a `*` that is not at its end; write `prefix*`"),
    Slip(
        passage: "file: milestones/4px.csv", replacement: "file: ../secrets.csv",
        said:
            "27: milestones[1].file: `../secrets.csv` leaves the rulebook's folder; put the file beside the rulebook"
    ),
    Slip(
        passage: "name: firstmile-2023-11\n", replacement: "name: firstmile-2023-11-of-the-second-kind\n",
        said: "7: name: `firstmile-2023-11-of-the-second-kind` is too long; at most 30 bytes of UTF-8"),
    Slip(
        passage: "form: 1\n", replacement: "form: 2\n",
        said: "7: form: `2` is not possible; write a whole number from 1 to 1"),
    Slip(
        passage: "form: 1\n", replacement: "form: 1\nform: 1\n",
        said: "1: `form` is written twice; keep one of them"),
]

struct BadFileTests {
    @Test(arguments: slips + moneySlips)
    func `a slip is told with its place, what is wrong and what would be right`(slip: Slip) throws {
        let text = try edited(slip.passage, slip.replacement)
        let line = try line(of: slip.passage, in: RulebookFile.shipped.content) + slip.below
        let said = try problems(of: text).map(\.description)
        #expect(said.contains("test.yaml:\(line):\(slip.said)"), "\(said)")
    }

    @Test(arguments: MessageTable.codes)
    func `a code without a message is a problem`(code: String) throws {
        let text = try edited("    \(code):\n", "    X_\(code)_X:\n")
        let said = try problems(of: text).map(\.wrong)
        #expect(said.contains("`\(code)` is missing"))
    }

    @Test func `all problems are told at once, in the order of the text`() throws {
        var text = try edited("form: 1", "form: 9")
        text = try edited("uploadWindow: 2 h", "uploadWindow: 0 h", in: text)
        text = try edited("{country: NL,", "{country: nl,", in: text)
        text = try edited("491199,printed poster", "4911,printed poster", in: text)
        let found = try problems(of: text)
        #expect(
            found.map(\.path) == [
                "form", "mandate.countries[3].country", "clock.uploadWindow", "goodsNames.file",
            ])
    }

    @Test(arguments: [
        (
            "GTMS_ASN,forecast,", "GTMS_ASN,forcast,",
            "milestones/cainiao.csv:4:1: milestones[0].file: "
                + "`forcast` is not a milestone; did you mean `forecast`?"
        ),
        (
            "GTMS_ASN,forecast,", "CONSIGN,forecast,",
            "milestones/cainiao.csv:4:1: milestones[0].file: "
                + "`CONSIGN` is mapped twice; keep one row"
        ),
        (
            "GTMS_ASN,forecast,", "GTMS_ASN,",
            "milestones/cainiao.csv:4:1: milestones[0].file: "
                + "has 2 fields; write 3, in quotes where one has a comma"
        ),
        (
            "FPX_C_HF*", "FPX*C_HF*",
            "milestones/4px.csv:71:1: milestones[1].file: "
                + "`FPX*C_HF*` is not a scan code; write 1 to 39 bytes, with a `*` at most at the end"
        ),
        (
            "hscode,english_name", "code,name",
            "hs-names.csv:1:1: goodsNames.file: "
                + "the header is `code,name`; write `hscode,english_name`"
        ),
        (
            "961519,hair comb", "96151,hair comb",
            "hs-names.csv:53:1: goodsNames.file: "
                + "`96151` is not an HS code; write six digits, with their leading zeros"
        ),
        (
            "851830,headphones", "851830,EarPhones",
            "hs-names.csv:6:1: goodsNames.file: "
                + "`earphones` stands twice for 851830; keep one row"
        ),
    ])
    func `a slip in a table is told with the table's line`(passage: String, replacement: String, said: String)
        throws
    {
        let found = try problems(of: edited(passage, replacement)).map(\.description)
        #expect(found == [said])
    }

    @Test(arguments: [
        ("", "test.yaml:1:1: the text is empty; start from the shipped rulebook"),
        (
            "a: [1",
            "test.yaml:2:1: not YAML: did not find expected ',' or ']'; look at the indentation, quotes and colons here"
        ),
        (
            "- 1",
            "test.yaml:1:1: is not a mapping; write the keys form, name, effectiveFrom, mandate, categories, "
                + "exemption, workingDays, onboarding, providers, numbers, fees, routing, lines, phone, "
                + "clock, trustedSources, milestones, "
                + "tracking, rateAlarms, goodsNames, nomenclature, vagueNames, tax, score, benchmarks, messages"
        ),
    ])
    func `what is no rulebook at all is told too`(text: String, said: String) throws {
        #expect(try problems(of: text).first?.description == said)
    }

    @Test func `a text that nests without end is refused, not followed`() throws {
        let text = String(repeating: "[", count: 200_000)
        #expect(try problems(of: text).count == 1)
    }

    @Test func `a rulebook larger than one event may carry is refused`() throws {
        let padding = String(repeating: "# padding\n", count: RulebookFile.sizeLimit / 10)
        let found = try problems(of: edited("form: 1\n", "form: 1\n" + padding))
        #expect(found.map(\.right) == ["at most \(RulebookFile.sizeLimit), the files it refers to included"])
    }

    @Test(arguments: [
        "2023-11-01T00:00:00", "2023-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "1900-01-01T00:00:00Z",
        "2023-11-01T24:00:00Z", "2023-11-01T00:00:60Z", "2023-11-01T00:00:00.Z",
        "2023-11-01T00:00:00.1234567890Z",
        "2023-11-01T00:00:00+0800", "2023-11-01 00:00:00Z", "2023-11-01T00:00:00Zx", "+023-11-01T00:00:00Z",
    ])
    func `a point in time is written in one way only`(text: String) throws {
        let text = try edited("effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"\(text)\"")
        #expect(try problems(of: text).map(\.path) == ["effectiveFrom"])
    }

    @Test(arguments: [
        ("2023-10-31T16:00:00Z", Int64(1_698_768_000_000_000_000)),
        ("2023-10-31T16:00:00.000000001Z", 1_698_768_000_000_000_001),
        ("2023-10-31T10:30:00.5-05:30", 1_698_768_000_500_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
        ("1970-01-01T00:00:00Z", 0), ("2100-03-01T00:00:00Z", 4_107_542_400_000_000_000),
    ])
    func `a point in time is read to the nanosecond`(text: String, nanoseconds: Int64) throws {
        let file = try RulebookFile.parse(
            content: edited("effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"\(text)\""))
        #expect(file.rules.effectiveFrom == Instant(nanoseconds: nanoseconds))
    }
}
