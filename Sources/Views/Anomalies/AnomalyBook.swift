import GRDB
import Rulebook
import Vocabulary

/// The table of anomalies: rows opened or touched since the last flush are here, the others on disk.
final class AnomalyBook {
    private struct Key: Hashable {
        var order: OrderID
        var kind: AnomalyKind
    }

    private let rules: ViewRules
    private let memory: ViewMemory
    private var touched: [Int64: AnomalyRow] = [:]
    /// The open row of an order and kind, where it is among the touched ones.
    private var open: [Key: Int64] = [:]
    private var firstNew: Int64
    private var nextID: Int64

    private let insert: RawStatement
    private let update: RawStatement
    private let selectOpen: RawStatement
    private let selectID: RawStatement

    init(_ rules: ViewRules, _ memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        self.memory = memory
        nextID = (try Int64.fetchOne(db, sql: "SELECT max(id) FROM anomalies") ?? 0) + 1
        firstNew = nextID
        let all = AnomalyRow.columns
        let places = (1...14).map { "?\($0)" }.joined(separator: ", ")
        insert = try RawStatement("INSERT INTO anomalies (\(all)) VALUES (\(places))", in: db)
        update = try RawStatement(
            "UPDATE anomalies SET resolvedAt = ?7, evidence = ?8, detail = ?13 WHERE id = ?1", in: db)
        selectOpen = try RawStatement(
            "SELECT \(all) FROM anomalies WHERE orderId = ?1 AND resolvedAt IS NULL AND kind = ?2", in: db)
        selectID = try RawStatement("SELECT \(all) FROM anomalies WHERE id = ?1", in: db)
    }

    /// Such a row takes a kilobyte.
    var wantsFlush: Bool { touched.count >= (memory.hasKeys ? 16_384 : memory.rows(over: 2)) }

    /// A new row; the caller has made sure that none of the kind is open on the order.
    func add(
        _ kind: AnomalyKind, at time: Instant, evidence: [UInt64], _ fill: (inout AnomalyRow) -> Void
    ) -> Int64 {
        var row = AnomalyRow(
            id: nextID, kind, rules.rulebook.messages[kind], openedAt: time, evidence: evidence)
        nextID += 1
        fill(&row)
        touched[row.id] = row
        if let order = row.orderID { open[Key(order: order, kind: kind)] = row.id }
        return row.id
    }

    /// Changes the open row of a kind on an order.
    func change(_ kind: AnomalyKind, of order: OrderID, _ body: (inout AnomalyRow) -> Void) throws(ViewError)
    {
        let key = Key(order: order, kind: kind)
        if open[key] == nil, memory.hasKeys {
            selectOpen.start()
            selectOpen.put(order.token)
            selectOpen.put(kind.rawValue)
            defer { selectOpen.finish() }
            guard try selectOpen.next(), let row = AnomalyRow(reading: selectOpen) else { return }
            touched[row.id] = row
            open[key] = row.id
        }
        guard let id = open[key], var row = touched[id] else { return }
        body(&row)
        touched[id] = row
        if row.resolvedAt != nil { open[key] = nil }
    }

    /// Changes a row that belongs to no order.
    func change(_ id: Int64, _ body: (inout AnomalyRow) -> Void) throws(ViewError) {
        if touched[id] == nil {
            selectID.start()
            selectID.put(id)
            defer { selectID.finish() }
            guard try selectID.next(), let row = AnomalyRow(reading: selectID) else { return }
            touched[id] = row
        }
        guard var row = touched[id] else { return }
        body(&row)
        touched[id] = row
    }

    func flush() throws {
        for (id, row) in touched.sorted(by: { $0.key < $1.key }) {
            let statement = id >= firstNew ? insert : update
            statement.start()
            row.put(into: statement)
            try statement.run()
        }
        touched.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        firstNew = nextID
    }
}
