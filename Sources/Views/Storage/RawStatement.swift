import GRDB
import GRDBSQLite
import Vocabulary

/// A prepared statement written and read without allocating: one `sqlite3_stmt`, its parameters in a row.
///
/// GRDB binds through `DatabaseValue` boxes, which costs more than SQLite's own work per row. Here parameters are
/// put one after the other, texts are copied into a buffer of the statement that lives until the next `start()`.
/// Not Sendable: it lives on the thread that owns the connection and must go before the connection closes.
@safe final class RawStatement {
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    private let scratch: UnsafeMutableRawBufferPointer
    private var used = 0
    private var parameter: Int32 = 0
    private var column: Int32 = 0

    /// Prepares `sql` on the connection of `db`.
    init(_ sql: String, in db: Database) throws(ViewError) {
        guard let open = unsafe db.sqliteConnection else { throw .sqlite("the connection is closed", sql) }
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            open, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let ready = unsafe prepared else {
            throw unsafe .sqlite(String(cString: sqlite3_errmsg(open)), sql)
        }
        unsafe connection = open
        unsafe statement = ready
        unsafe scratch = .allocate(byteCount: 4096, alignment: 8)
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe scratch.deallocate()
    }

    /// Forgets the parameters of the last run; the next value put is the first parameter.
    func start() {
        unsafe sqlite3_reset(statement)
        used = 0
        parameter = 0
        column = 0
    }

    /// What SQLite said to the last run.
    private var lastCode = SQLITE_OK

    /// Whether the last run failed by what was put into it, and not by the file or the disk.
    var failedByItsValues: Bool {
        switch lastCode & 0xFF {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_RANGE: true
        default: false
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws(ViewError) {
        let code = unsafe sqlite3_step(statement)
        lastCode = code
        guard code == SQLITE_DONE else { throw failure() }
        unsafe sqlite3_reset(statement)
    }

    /// The next row is there to be read from its first column; false after the last one.
    func next() throws(ViewError) -> Bool {
        column = 0
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Ends reading early: an unfinished SELECT would hold its snapshot.
    func finish() { unsafe sqlite3_reset(statement) }

    private func failure() -> ViewError {
        let message = unsafe String(cString: sqlite3_errmsg(connection))
        let sql = unsafe sqlite3_sql(statement).map { unsafe String(cString: $0) } ?? ""
        unsafe sqlite3_reset(statement)
        return .sqlite(message, sql)
    }

    // MARK: Parameters

    func put(_ value: Int64) {
        parameter += 1
        unsafe sqlite3_bind_int64(statement, parameter, value)
    }

    func put(_ value: Int64?) {
        guard let value else { return putNull() }
        put(value)
    }

    func put(_ value: Double?) {
        guard let value else { return putNull() }
        parameter += 1
        unsafe sqlite3_bind_double(statement, parameter, value)
    }

    func put(_ value: Bool) { put(value ? 1 as Int64 : 0) }

    func put(_ value: Instant?) { put(value?.nanoseconds) }

    func putNull() {
        parameter += 1
        unsafe sqlite3_bind_null(statement, parameter)
    }

    /// As text.
    func put(_ token: Token) {
        unsafe token.withBytes { unsafe put(utf8: $0) }
    }

    func put(_ token: Token?) {
        guard let token else { return putNull() }
        put(token)
    }

    func put(_ text: String?) {
        guard let text else { return putNull() }
        put(text)
    }

    /// As text, NULL for nil.
    func put(_ identifier: (some Identifier)?) {
        guard let identifier else { return putNull() }
        put(identifier.token)
    }

    /// Short names cost no allocation: Swift keeps up to 15 bytes of a `String` inline.
    func put(_ text: String) {
        var copy = text
        copy.withUTF8 { unsafe put(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// As a blob, of which SQLite takes a copy.
    func put(blob bytes: UnsafeRawBufferPointer) {
        parameter += 1
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = unsafe sqlite3_bind_blob(
            statement, parameter, bytes.baseAddress, Int32(bytes.count), transient)
    }

    private func put(utf8 bytes: UnsafeRawBufferPointer) {
        parameter += 1
        guard unsafe used + bytes.count <= scratch.count else {
            // Only rows with long free texts come here; SQLite takes its own copy.
            let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let long = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
            _ = unsafe sqlite3_bind_text(statement, parameter, long, Int32(bytes.count), transient)
            return
        }
        let place = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[used..<used + bytes.count])
        unsafe place.copyMemory(from: bytes)
        used += bytes.count
        // An empty text needs an address too: a null pointer would bind NULL.
        let start = unsafe place.baseAddress ?? scratch.baseAddress
        let text = unsafe start?.assumingMemoryBound(to: CChar.self)
        _ = unsafe sqlite3_bind_text(statement, parameter, text, Int32(bytes.count), nil)
    }

    // MARK: Columns

    /// Passes over a column that follows from others.
    func skip() { column += 1 }

    /// NULL reads as 0.
    func integer() -> Int64 {
        defer { column += 1 }
        return unsafe sqlite3_column_int64(statement, column)
    }

    func optionalInteger() -> Int64? {
        defer { column += 1 }
        guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        return unsafe sqlite3_column_int64(statement, column)
    }

    func real() -> Double? {
        defer { column += 1 }
        guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        return unsafe sqlite3_column_double(statement, column)
    }

    func boolean() -> Bool { integer() != 0 }

    func instant() -> Instant? { optionalInteger().map { Instant(nanoseconds: $0) } }

    /// Nil for NULL and for a text no token can hold.
    func token() -> Token? {
        defer { column += 1 }
        guard let start = unsafe sqlite3_column_text(statement, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe Token(utf8: UnsafeRawBufferPointer(start: start, count: count))
    }

    func identifier<ID: Identifier>(_ type: ID.Type = ID.self) -> ID? { token().map { ID($0) } }

    func text() -> String? {
        defer { column += 1 }
        return unsafe sqlite3_column_text(statement, column).map { unsafe String(cString: $0) }
    }
}
