public import Vocabulary

/// The compliance surcharge (R30): by kind of goods, and by category where a row names one.
public struct Surcharges: Sendable {
    /// One row of the table.
    public struct Row: Sendable, Hashable {
        /// Exactly one kind.
        public var goods: SensitiveGoods
        /// Nil: every category without a row of its own.
        public var category: Token?
        public var amount: Fen

        public init(goods: SensitiveGoods, category: Token?, amount: Fen) {
            self.goods = goods
            self.category = category
            self.amount = amount
        }
    }

    public var rows: [Row]
    public var clause: String

    public init(rows: [Row], clause: String) {
        self.rows = rows
        self.clause = clause
    }

    /// The highest that applies, and for which goods: it is charged once however many kinds there are.
    public func highest(_ goods: SensitiveGoods, category: Token?) -> Row? {
        if goods.isEmpty { return nil }
        var highest: Row?
        for (kind, _) in SensitiveGoods.all where goods.contains(kind) {
            var found: Row?
            for row in rows where row.goods == kind {
                if let own = row.category {
                    if own == category { found = row }
                } else if found == nil {
                    found = row
                }
            }
            if let found, found.amount > highest?.amount ?? Fen(-1) { highest = found }
        }
        return highest
    }
}
