import Rulebook
import Vocabulary

/// What is about a seller with a provider and not about an order: QUALIFICATION_INCOMPLETE (R9), ADDRESS_MISMATCH (R12).
extension Anomalies {
    /// A later filing that puts them right resolves them.
    func file(_ it: QualificationFiled, _ record: borrowing Recorded) throws(ViewError) {
        let rules = rules.rulebook.onboarding
        let time = record.countedTime
        let slot = try filings.slot(of: PairKey(it.sellerID, it.provider))
        filings.change(slot) { $0.filings.fold(it, at: time, rules) }
        let row = filings[slot]

        let missing = row.filings.missing(for: it.provider, rules).map(\.id.text)
        let incomplete = try settle(
            .qualificationIncomplete, row.incomplete, isWrong: !missing.isEmpty, it, record,
            "missing: \(missing.joined(separator: ", "))")
        let mismatch = try settle(
            .addressMismatch, row.mismatch, isWrong: row.filings.addressesDiffer, it, record,
            "registered: \(it.registeredAddress ?? "–"); operating: \(it.operatingAddress ?? "–")")
        guard incomplete != row.incomplete || mismatch != row.mismatch else { return }
        filings.change(slot) { ($0.incomplete, $0.mismatch) = (incomplete, mismatch) }
    }

    /// Opens or resolves; gives back the row that is open now, 0 for none.
    private func settle(
        _ kind: AnomalyKind, _ open: Int64, isWrong: Bool, _ it: QualificationFiled,
        _ record: borrowing Recorded, _ detail: @autoclosure () -> String
    ) throws(ViewError) -> Int64 {
        let (time, position) = (record.event.time, record.position.rawValue)
        guard isWrong else {
            guard open != 0 else { return 0 }
            try book.change(open) { row in
                row.resolvedAt = time
                row.add([position])
            }
            return 0
        }
        guard open == 0 else {
            // What is still missing after this filing too.
            if kind == .qualificationIncomplete {
                let detail = detail()
                try book.change(open) { row in
                    row.detail = detail
                    row.add([position])
                }
            }
            return open
        }
        return book.add(kind, at: time, evidence: [position]) { row in
            row.sellerID = it.sellerID
            row.subject = "onboarding/\(it.sellerID)/\(it.provider)"
            row.detail = detail()
        }
    }
}
