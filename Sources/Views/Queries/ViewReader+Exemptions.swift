import GRDB
public import Rulebook
import Vocabulary

extension ViewReader {
    /// View `exemptions`: our pass rate and mean review time beside the source's figures.
    ///
    /// A row per measure: `measure`, `value` (null where nothing can be counted), `numerator`, `denominator`, `excluded`,
    /// and the source's `benchmark` with its `clause`: a reference line, never our own result. The pass rate is over
    /// requests decided, the review time over those whose working days are known; the others are excluded.
    public func exemptionSummary(_ filter: ViewFilter, _ rules: ExemptionRules) throws -> ViewTable {
        var all = filter
        (all.limit, all.offset) = (nil, 0)
        let query = try ViewQuery(.exemptions, all, view: view)
        let sql = """
            SELECT count(*), count("decision"), total("decision" = 'approved'), count("reviewWorkingDays"),
                total("reviewWorkingDays") FROM (\(query.sql))
            """
        return try read { db in
            guard let row = try Row.fetchOne(db, sql: sql, arguments: query.arguments) else {
                return ViewTable(columns: Self.summaryColumns)
            }
            let (all, decided, timed): (Int64, Int64, Int64) = (row[0], row[1], row[3])
            let (approved, days): (Double, Double) = (row[2], row[4])
            return ViewTable(
                columns: Self.summaryColumns,
                rows: [
                    Self.measure(
                        "pass-rate", approved, decided, excluded: all - decided, rules.benchmarkPassRate,
                        rules.clause),
                    Self.measure(
                        "review-working-days", days, timed, excluded: all - timed,
                        rules.benchmarkReviewWorkingDays, rules.clause),
                ])
        }
    }

    /// Adds the pass rate to the figures of the view `network` as `exemption-pass-rate`, beside the source's.
    ///
    /// Over every request that was decided, whenever that was, so it has no window: `from` and `to` are null.
    public func addExemptions(
        _ filter: ViewFilter, _ rules: ExemptionRules, to network: inout ViewTable
    ) throws {
        let summary = try exemptionSummary(filter, rules)
        guard
            let row = summary.rows.indices.first(where: { summary[$0, "measure"] == .text("pass-rate") }),
            case .real(let approved)? = summary[row, "numerator"],
            case .integer(let decided)? = summary[row, "denominator"]
        else { return }
        let interval = Wilson.interval(Int64(approved), of: decided)
        let values: [String: ViewValue?] = [
            "kpi": .text(Self.exemptionPassRate), "unit": .text("share"), "value": summary[row, "value"],
            "numerator": summary[row, "numerator"], "denominator": summary[row, "denominator"],
            "excluded": summary[row, "excluded"],
            "low": interval.map { .real(Self.rounded($0.low)) },
            "high": interval.map { .real(Self.rounded($0.high)) },
            "benchmarkPreShipment": summary[row, "benchmark"], "benchmarkClause": summary[row, "clause"],
        ]
        network.rows.append(network.columns.map { (values[$0] ?? nil) ?? .null })
    }

    /// What `kpi` says for the share of approved requests.
    public static let exemptionPassRate = "exemption-pass-rate"

    static let summaryColumns = [
        "measure", "value", "numerator", "denominator", "excluded", "benchmark", "clause",
    ]

    static func measure(
        _ name: String, _ numerator: Double, _ denominator: Int64, excluded: Int64, _ benchmark: Double,
        _ clause: String
    ) -> [ViewValue] {
        let value = denominator > 0 ? rounded(numerator / Double(denominator)) : nil
        return [
            .text(name), value.map { .real($0) } ?? .null, .real(rounded(numerator)), .integer(denominator),
            .integer(excluded), .real(benchmark), .text(clause),
        ]
    }

    /// To four digits after the point.
    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
