internal import GRDB
internal import Vocabulary

/// Records that could not be applied, set aside with their whole order: a view that went on with the next record of
/// such an order would show a state that never was.
final class Parking {
    private var orders: Set<OrderID>
    /// How many records are parked.
    private(set) var count: Int64
    private let insert: RawStatement

    init(in db: Database) throws {
        let ids = try String.fetchSet(
            db, sql: "SELECT DISTINCT orderId FROM parked WHERE orderId IS NOT NULL")
        orders = Set(ids.compactMap { Token($0).map { OrderID($0) } })
        count = try Int64.fetchOne(db, sql: "SELECT count(*) FROM parked") ?? 0
        insert = try RawStatement(
            "INSERT INTO parked (position, orderId, error) VALUES (?1, ?2, ?3)", in: db)
    }

    /// Whether a record of the order was parked before.
    func holds(_ order: OrderID) -> Bool { !orders.isEmpty && orders.contains(order) }

    /// Sets a record aside, in the caller's transaction.
    func park(_ position: Position, _ order: OrderID?, _ error: String) throws {
        insert.start()
        insert.put(Int64(bitPattern: position.rawValue))
        insert.put(order)
        insert.put(error)
        try insert.run()
        if let order { orders.insert(order) }
        count += 1
    }
}
