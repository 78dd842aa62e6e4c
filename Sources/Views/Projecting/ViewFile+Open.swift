import Foundation
import GRDB

extension ViewFile {
    /// A file that answers queries: WAL, so that readers never wait; the log is the truth, so a commit need not reach
    /// the disk at once.
    func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = name
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(30)
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // 8 MiB: full after some hundred thousand records. The system's cache of the file does the rest.
            try db.execute(sql: "PRAGMA cache_size = -8192")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            // Moving pages from the WAL into the file is the checkpointer's work, never part of a flush.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return queue
    }

    /// A file that nobody reads before it is whole, and that is begun anew after a crash: nothing is written twice and
    /// nothing is waited for.
    /// One whose statements may fail keeps what it changes in memory until the commit.
    func connectForBuilding(withRollback: Bool) throws -> DatabaseQueue {
        remove(building)
        var configuration = Configuration()
        configuration.label = "\(name).building"
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = \(withRollback ? "MEMORY" : "OFF"); PRAGMA synchronous = OFF;
                    PRAGMA cache_size = -65536
                    """)
        }
        return try DatabaseQueue(path: building, configuration: configuration)
    }

    /// The file, if it is a view of this version. Nil also for one that SQLite cannot read: it is put aside, because
    /// the log can make the view again.
    func openIfUsable(_ path: String) throws -> DatabaseQueue? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let queue = try connect(path)
            let found = try queue.read { try Self.version(of: name, $0) }
            if found == version { return queue }
            try queue.close()
            guard found != nil else { throw ViewError.unknownFile(path: path) }
            return nil
        } catch let error as DatabaseError where Self.isDamage(error) {
            putAside(path)
            return nil
        }
    }

    /// Nil where the file holds no view of this name.
    static func version(of name: String, _ db: Database) throws -> Int? {
        guard try db.tableExists("projector") else { return nil }
        return try Int.fetchOne(db, sql: "SELECT version FROM projector WHERE name = ?", arguments: [name])
    }

    /// Whether the file itself is at fault, and not the disk or a right.
    static func isDamage(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }
}
