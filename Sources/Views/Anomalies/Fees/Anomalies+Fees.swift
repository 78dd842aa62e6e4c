import Vocabulary

extension Anomalies {
    /// A bill that differs from the fee is an anomaly until either is corrected (R34).
    func balance(_ it: FeeBilled, _ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        let slot = try balances.slot(of: order)
        let (time, position) = (record.event.time, record.position)
        guard balances.change(slot, { $0.bill(it, at: time, in: position) }) else { return }
        try compare(balances[slot], record, order)
    }

    func balance(_ it: FeeAssessed, _ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        let slot = try balances.slot(of: order)
        let position = record.position
        balances.change(slot) { $0.assess(it, in: position) }
        try compare(balances[slot], record, order)
    }

    private func compare(
        _ balance: FeeBalance, _ record: borrowing Recorded, _ order: OrderID
    ) throws(ViewError) {
        guard balance.isMismatch else { return try resolve(.feeMismatch, order, record) }
        let isOpen = orders[try orders.slot(of: order)].open.contains(AnomalySet(.feeMismatch))
        guard isOpen else {
            return try open(.feeMismatch, order, record) { row in
                row.detail = balance.text
                row.add(balance.evidence)
            }
        }
        // Still wrong, in another way: the row shows the workings that stand now.
        try book.change(.feeMismatch, of: order) { row in
            row.detail = balance.text
            row.add(balance.evidence)
        }
    }
}
