import GRDB
import Vocabulary
import Wire

/// Runs a projection that is written in SQL: each record's statements, one after the other.
final class SQLFold: Fold {
    private struct Prepared {
        let statement: RawStatement
        let parameters: [SQLParameter]
    }

    private let prepared: [EventType: [Prepared]]
    private let savepoint: RawStatement
    private let release: RawStatement
    private let rollback: RawStatement
    private let writer = CloudEventWriter()
    private var data: [UInt8] = []

    init(_ projection: SQLProjection, in db: Database) throws {
        prepared = try projection.handlers.mapValues { handlers in
            try handlers.map {
                Prepared(statement: try RawStatement($0.sql, in: db), parameters: $0.parameters)
            }
        }
        savepoint = try RawStatement("SAVEPOINT \"record\"", in: db)
        release = try RawStatement("RELEASE \"record\"", in: db)
        rollback = try RawStatement("ROLLBACK TO \"record\"", in: db)
    }

    /// It keeps no rows.
    var wantsFlush: Bool { false }

    func flush() {}

    func order(of record: borrowing Recorded) -> OrderID? { record.event.payload.orderID }

    /// Without the record's bytes there is no data: see ``fold(_:_:with:)``.
    func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        throw .unfit("the record came without its bytes")
    }

    func fold(_ batch: RecordBatch, _ places: Range<Int>, with context: FoldContext) throws {
        for place in places where context.wants(batch.types[place]) {
            let record = batch.records[place]
            try context.prepare(record)
            guard let statements = prepared[record.event.payload.type] else { continue }
            let order = record.event.payload.orderID
            if let order, context.parking.holds(order) {
                try context.parking.park(record.position, order, FoldContext.parkedBefore)
                continue
            }
            do {
                try run(statements, record, batch.bytes(of: place))
            } catch .unfit(let reason) {
                try context.parking.park(record.position, order, reason)
            }
        }
    }

    /// All of them or none.
    private func run(
        _ statements: [Prepared], _ record: borrowing Recorded, _ bytes: ArraySlice<UInt8>
    ) throws(ViewError) {
        data = try unsafe reading(bytes) { (bytes) throws(Refusal) in
            var data: [UInt8] = []
            try unsafe writer.writeData(of: bytes, into: &data)
            return data
        }
        try step(savepoint)
        for it in statements {
            do {
                it.statement.start()
                for parameter in it.parameters { try put(parameter, record, bytes, into: it.statement) }
                try it.statement.run()
            } catch {
                guard it.statement.failedByItsValues else { throw error }
                try step(rollback)
                try step(release)
                throw .unfit(String(describing: error))
            }
        }
        try step(release)
    }

    private func step(_ statement: RawStatement) throws(ViewError) {
        statement.start()
        try statement.run()
    }

    private func put(
        _ parameter: SQLParameter, _ record: borrowing Recorded, _ bytes: ArraySlice<UInt8>,
        into statement: RawStatement
    ) throws(ViewError) {
        switch parameter {
        case .position: statement.put(Int64(bitPattern: record.position.rawValue))
        case .time: statement.put(record.event.time)
        case .recordedAt: statement.put(record.recordedAt)
        case .type: statement.put(record.event.payload.type.rawValue)
        case .origin: statement.put(record.origin == .fact ? "fact" : "decision")
        case .cause: statement.put(record.cause.map { Int64(bitPattern: $0.rawValue) })
        case .sequence: statement.put(record.event.sequence.map { Int64(bitPattern: $0) })
        case .id: statement.put(try identity(bytes).id)
        case .source: statement.put(try identity(bytes).source)
        case .orderId: statement.put(record.event.payload.orderID)
        case .sellerId: statement.put(record.event.payload.sellerID)
        case .provider: statement.put(record.event.payload.provider)
        case .trackingNumber: statement.put(record.event.payload.trackingNumber)
        case .data: statement.put(String(decoding: data, as: UTF8.self))
        }
    }

    private func identity(_ bytes: ArraySlice<UInt8>) throws(ViewError) -> (source: String, id: String) {
        try unsafe reading(bytes) { (bytes) throws(Refusal) in
            let found = try unsafe RecordDecoder.identity(of: bytes)
            return unsafe (
                String(decoding: bytes[found.source], as: UTF8.self),
                String(decoding: bytes[found.id], as: UTF8.self)
            )
        }
    }

    /// A record that cannot be read is one that cannot be applied.
    private func reading<Value>(
        _ bytes: ArraySlice<UInt8>, _ body: (UnsafeRawBufferPointer) throws(Refusal) -> Value
    ) throws(ViewError) -> Value {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            Result { () throws(Refusal) in try unsafe body(bytes) }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw .unfit("\(error.code.rawValue): \(error.reason)")
        }
    }
}

extension ViewPlan<SQLFold> {
    /// Of a view that somebody wrote in SQL.
    package init(_ projection: SQLProjection) {
        name = projection.name
        version = projection.version
        events = projection.handlers.keys.reduce(into: []) { $0.formUnion(EventTypes($1)) }
        createTables = { db in for sql in projection.tables { try db.execute(sql: sql) } }
        createKeys = { _ in }
        createIndexes = { db in for sql in projection.indexes { try db.execute(sql: sql) } }
        emptyRows = [:]
        needsRollback = true
        make = { _, _, db in try SQLFold(projection, in: db) }
    }
}
