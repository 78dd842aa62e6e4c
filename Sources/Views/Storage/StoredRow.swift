internal import Vocabulary

/// What a row is found by: in memory by its digest, on disk by its columns.
protocol RowKey: Equatable, Sendable {
    /// Well mixed: its low bits choose the bucket.
    var digest: UInt64 { get }
    /// Puts the key columns, in order.
    func put(into statement: RawStatement)
}

extension OrderID: RowKey {
    func put(into statement: RawStatement) { statement.put(token) }
}

/// A row that is folded in memory and written once per flush. Plain bytes, so that keeping one costs a copy.
protocol StoredRow: Sendable {
    associatedtype Key: RowKey
    /// What must be compared with the state last written: at least the settled columns.
    associatedtype Settled: Equatable & Sendable

    static var shape: TableShape { get }
    init(key: Key)
    var key: Key { get }
    var settled: Settled { get }
    /// Puts all columns but the id, in the order of ``shape``.
    func put(into statement: RawStatement)
    /// Reads all columns but the id, in the order of ``shape``.
    init(key: Key, reading statement: RawStatement)
}
