public import GRDB
public import Vocabulary

/// A read model: a named, versioned fold of the log into tables of a SQLite file of its own.
///
/// It can be thrown away at any time: raise `version` and it is folded again from the first record. An instance
/// belongs to one thread and one connection. Rows change in memory with `fold` and reach the tables with `flush`;
/// the ``Projector`` puts the flush and its checkpoint into one transaction, so that a batch delivered twice
/// changes nothing.
public protocol Projection {
    /// Also its file: `compliance.sqlite`.
    static var name: String { get }
    /// Raise it when the tables or the meaning of a column change.
    static var version: Int { get }

    /// What it folds: it is shown no other events, and they cost it nothing. Others are not parked either.
    static var events: EventTypes { get }

    /// The tables, with the indexes the fold needs.
    static func createTables(in db: Database) throws
    /// The indexes for queries: made when the fold has reached the end of the log for the first time, because
    /// keeping them up during a rebuild costs more than making them after it.
    static func createIndexes(in db: Database) throws

    /// `cacheRows`: how many rows of each table stay in memory.
    init(rules: ViewRules, cacheRows: Int, in db: Database) throws

    /// More is changed in memory than should be: flush before folding on.
    var wantsFlush: Bool { get }

    /// The order a record belongs to, also where it names only a number; nil for none.
    func order(of record: borrowing Recorded) throws(ViewError) -> OrderID?

    /// Folds one record, `order` being what ``order(of:)`` said. A record that cannot be applied throws
    /// ``ViewError/unfit(_:)`` before it changes anything; any other error stops the view.
    func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError)

    /// Writes every changed row once, inside the caller's transaction.
    func flush() throws
}
