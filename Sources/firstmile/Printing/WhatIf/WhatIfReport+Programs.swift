import Explaining
import Replay
import Vocabulary

/// The differences for programs. Fees are in fen.
extension WhatIfReport {
    /// One object. Keys are in order, so that the same question gives the same bytes.
    var json: String { whatIf.json(before: names.before, after: names.after, facts: facts, limit: limit) }

    /// A line for each order that changes, under a header.
    var csv: [String] {
        let header =
            "orderId,sellerId,statusBefore,statusAfter,abnormalBefore,abnormalAfter,lineBefore,lineAfter,feeBefore,feeAfter,findingsBefore,findingsAfter"
        return [header]
            + listed.map { order in
                let sides = [order.before, order.after]
                func both(_ value: (Outcome) -> String) -> [String] { sides.map(value) }
                let cells =
                    [order.id.text, order.seller?.text ?? ""] + both { $0.status.rawValue }
                    + both { String($0.isAbnormal) } + both { $0.line?.text ?? "" }
                    + both { $0.fee.map { String($0.amount) } ?? "" }
                    + both { $0.findings.codes.map(\.rawValue).joined(separator: " ") }
                return cells.map(RowPrinter.csv).joined(separator: ",")
            }
    }
}
