import GRDB
public import Vocabulary

extension ViewReader {
    /// Whose orders these are, those that the view does not know left out. View `compliance` only.
    public func sellers(of orders: [OrderID]) throws -> [OrderID: SellerID] {
        try read { db in
            let statement = try db.makeStatement(
                sql: "SELECT \"sellerId\" FROM compliance WHERE \"orderId\" = ?")
            var sellers: [OrderID: SellerID] = [:]
            for order in orders where sellers[order] == nil {
                guard let text = try String.fetchOne(statement, arguments: [order.text]) else { continue }
                sellers[order] = Token(text).map { SellerID($0) }
            }
            return sellers
        }
    }

    /// Where the records of an order lie, ascending, and up to which position that is all of them. View `compliance` only.
    ///
    /// Position 0 may be among them without being a record of the order. Nil where the view knows nothing of the order, as
    /// with one that is parked.
    public func trail(of order: OrderID) throws -> (positions: [Position], next: Position)? {
        try read { db in
            let last = try Int64.fetchOne(
                db, sql: "SELECT position FROM compliance WHERE \"orderId\" = ?", arguments: [order.text])
            guard let last else { return nil }
            var positions: [Position] = []
            var next: UInt64? = UInt64(bitPattern: last)
            while let position = next {
                positions.append(Position(position))
                next = try OrderTrail.before(position, db)
            }
            return (positions.reversed(), try (Checkpoint.read(db) ?? Checkpoint()).next)
        }
    }
}
