import GRDB
import Rulebook
public import Vocabulary

extension ViewReader {
    /// A store's score with the orders that cost it points, dearest first, as many as the query's limit. Nil for a store
    /// without parcels in the window. View `score` only.
    public func explanation(of seller: SellerID, _ query: ScoreQuery) throws -> ScoreExplanation? {
        var query = query
        query.grouping = .seller
        query.seller = nil
        // One present for both readings, whatever is written between them.
        let asOf = try query.asOf ?? checkpoint().eventTime ?? Instant(nanoseconds: 0)
        query.asOf = asOf
        let board = try scoreBoard(query)
        guard let line = board.lines.first(where: { $0.key == [.text(seller.text)] }) else { return nil }
        var orders = try costlyOrders(of: seller, line.result, query, asOf: asOf)
        orders.sort { ($0.points, $1.handedOverAt, $1.orderID) > ($1.points, $0.handedOverAt, $0.orderID) }
        return ScoreExplanation(
            seller: seller, from: board.from, to: board.to, result: line.result, rank: line.rank,
            ranked: board.lines.count { $0.rank != nil }, orders: Array(orders.prefix(query.limit ?? .max)),
            costly: orders.count)
    }

    private func costlyOrders(
        of seller: SellerID, _ result: ScoreCalculation.Result, _ query: ScoreQuery, asOf: Instant
    ) throws -> [ScoreExplanation.Order] {
        let window = query.window(asOf: asOf)
        let mature = query.lastMatureDay(asOf: asOf)
        var sql = """
            SELECT orderId, handedOverAt, uploadedAt, onNetworkAt, deliveredAt, day, flags, delayMs FROM orders
            WHERE sellerId = ? AND day BETWEEN ? AND ? AND standing <= ?
            """
        var arguments: StatementArguments = [
            seller.text, window.lowerBound.number, window.upperBound.number,
            query.rules.countAbnormalInScore ? Standing.abnormal.rawValue : Standing.counted.rawValue,
        ]
        let filters = [("provider", query.provider?.text), ("country", query.country?.text)]
        for case (let name, let value?) in filters {
            sql += " AND \"\(name)\" = ?"
            arguments += [value]
        }
        let costs = ScoreCosts(result, query.rules)
        return try read { db in
            var orders: [ScoreExplanation.Order] = []
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let flags = Contribution.Flags(rawValue: UInt16(truncatingIfNeeded: row[6] as Int64))
                let found = costs.costs(
                    flags, delayMilliseconds: row[7], isMature: CalendarDay(number: row[5]) <= mature)
                guard !found.isEmpty, let order = Token(row[0] as String), let handedOver = instant(row[1])
                else { continue }
                orders.append(
                    ScoreExplanation.Order(
                        orderID: OrderID(order), handedOverAt: handedOver, uploadedAt: instant(row[2]),
                        onNetworkAt: instant(row[3]), deliveredAt: instant(row[4]),
                        points: found.reduce(0) { $0 + $1.points }, costs: found))
            }
            return orders
        }
    }
}

private func instant(_ nanoseconds: Int64?) -> Instant? { nanoseconds.map { Instant(nanoseconds: $0) } }
