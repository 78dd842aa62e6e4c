import Foundation
import Testing

extension Truth {
    /// Every order owes what was told, to the fen, and was billed what was told.
    func checkFees(_ fees: [[String: Any]]) {
        var rows: [String: [String: Any]] = [:]
        for row in fees { rows[row["orderId"] as? String ?? ""] = row }
        for (order, expected) in orders {
            let scenario = "seed \(seed): \(order), \(expected["scenario"] ?? "")"
            for (column, name) in [("totalFen", "feeFen"), ("billedFen", "billedFen")] {
                let (seen, told) = (rows[order]?[column] as? Int, expected[name] as? Int)
                #expect(seen == told, "\(scenario): \(column)")
            }
            // Beyond the first thirty nobody counts.
            guard expected["feeFen"] is Int else { continue }
            let (seen, told) = (rows[order]?["couponOrdinal"] as? Int, expected["couponOrdinal"] as? Int)
            #expect(seen == told, "\(scenario): couponOrdinal")
        }
        #expect(Set(rows.keys).isSubset(of: orders.keys), "seed \(seed): fees of orders that are none")
        #expect(rows.values.contains { $0["couponOrdinal"] is Int }, "seed \(seed): no coupon")
    }

    /// Every request came to what was told, and there is no other.
    func checkExemptions(_ rows: [[String: Any]]) {
        check(
            rows, against: exemptions,
            ["sellerId", "orderId", "requestedAt", "decidedAt", "decision", "missing", "outcome"]
        ) { $0["requestId"] as? String ?? "" }
    }

    /// Every seller and carrier have come as far as was told.
    func checkOnboardings(_ rows: [[String: Any]]) {
        let columns = ["ready", "missing", "missingDocuments", "tracks", "addressMismatch", "overdue"]
        check(rows, against: onboardings, columns, name: Self.pair)
    }

    private func check(
        _ rows: [[String: Any]], against expected: [String: [String: Any]], _ columns: [String],
        name: ([String: Any]) -> String
    ) {
        #expect(!rows.isEmpty && rows.count == expected.count, "seed \(seed): \(rows.count) rows")
        for row in rows {
            guard let told = expected[name(row)] else {
                Issue.record("seed \(seed): \(name(row)) was never told of")
                continue
            }
            for column in columns {
                let (seen, told) = (row[column] as? NSObject, told[column] as? NSObject)
                #expect(seen == told, "seed \(seed): \(name(row)): \(column)")
            }
        }
    }
}
