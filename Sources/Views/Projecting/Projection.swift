public import GRDB
public import Vocabulary

/// What a view makes of records: rows change in memory with `fold` and reach the tables with `flush`.
///
/// An instance belongs to one thread and one connection. Whoever runs it puts the flush and its checkpoint into one
/// transaction, so that a batch delivered twice changes nothing.
public protocol Fold: AnyObject, SendableMetatype {
    /// More is changed in memory than should be: flush before folding on.
    var wantsFlush: Bool { get }

    /// The order a record belongs to, also where it names only a number; nil for none.
    func order(of record: borrowing Recorded) throws(ViewError) -> OrderID?

    /// Folds one record, `order` being what ``order(of:)`` said. A record that cannot be applied throws
    /// ``ViewError/unfit(_:)`` before it changes anything; any other error stops the view.
    func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError)

    /// Looks at what a record of the order will change, so that the processor has it at hand when the record is folded.
    /// By the order's digest; gives anything that follows from what it saw.
    func glance(_ order: UInt64) -> UInt64

    /// Folds those records of a batch that the view asks for; the others cost it a look at a byte. Every fold has it.
    func fold(_ batch: RecordBatch, _ places: Range<Int>, with context: FoldContext) throws

    /// Writes every changed row once, inside the caller's transaction.
    func flush() throws
}

/// A read model: a named, versioned fold of the log into tables of a SQLite file of its own.
///
/// It can be thrown away at any time: raise `version` and it is folded again from the first record, beside the old
/// file.
public protocol Projection: Fold {
    /// Also its file: `compliance.sqlite`.
    static var name: String { get }
    /// Raise it when the tables or the meaning of a column change.
    static var version: Int { get }

    /// What it folds: it is shown no other events, and they cost it nothing. Others are not parked either.
    static var events: EventTypes { get }

    /// The tables, without what ``createKeys(in:)`` and ``createIndexes(in:)`` make.
    static func createTables(in db: Database) throws
    /// The indexes by which the fold finds rows that are not in memory. During a rebuild all are, for a while: then
    /// these come first when some have to leave.
    static func createKeys(in db: Database) throws
    /// The indexes for queries: made when the fold has reached the end of the log for the first time, because
    /// keeping them up during a rebuild costs more than making them after it.
    static func createIndexes(in db: Database) throws

    /// Rows that say nothing, by table: a condition in SQL. They come and go with the moments of flushes.
    static var emptyRows: [String: String] { get }

    init(rules: ViewRules, memory: ViewMemory, in db: Database) throws
}

extension Fold {
    public func glance(_ order: UInt64) -> UInt64 { 0 }
}

extension Projection {
    public static var emptyRows: [String: String] { [:] }
}

/// How much of its tables a projection keeps in memory. One for all tables of a view.
public final class ViewMemory {
    /// Of each of the large tables.
    public let rows: Int
    /// Whether a row that is not in memory can be found: false in a rebuild, as long as every row is there.
    public internal(set) var hasKeys: Bool

    public init(rows: Int, hasKeys: Bool = true) {
        self.rows = rows
        self.hasKeys = hasKeys
    }

    /// Of a table with a share of the rows.
    func rows(over share: Int) -> Int { max(rows / share, 1024) }
}
