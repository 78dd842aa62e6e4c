import Foundation
import GRDB

/// The files of one view: `NAME.sqlite` answers queries; `NAME.next.sqlite` is where a rebuild grows until it has
/// caught up and takes the other's place.
struct ViewFile: Sendable {
    let name: String
    let version: Int
    let current: String
    let next: String

    init(_ projection: (some Projection).Type, in directory: String) {
        name = projection.name
        version = projection.version
        current = "\(directory)/\(projection.name).sqlite"
        next = "\(directory)/\(projection.name).next.sqlite"
    }

    /// WAL, so that readers never wait; the log is the truth, so a commit need not reach the disk at once.
    static func configuration(label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(30)
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // 8 MiB: full after some hundred thousand records. The system's cache of the file does the rest.
            try db.execute(sql: "PRAGMA cache_size = -8192")
        }
        return configuration
    }

    /// The file to write on: the current one if it is of this version, else the rebuild, begun or begun anew.
    func open(_ projection: (some Projection).Type) throws -> (queue: DatabaseQueue, isRebuild: Bool) {
        if let queue = try openUnlessDamaged(current) { return (queue, false) }
        if let queue = try openUnlessDamaged(next) { return (queue, true) }
        remove(next)
        let queue = try connect(next)
        try queue.write { db in
            try db.execute(sql: Checkpoint.createTables)
            try projection.createTables(in: db)
            try db.execute(
                sql: "INSERT INTO projector VALUES (?, ?, 0, NULL, NULL, 0, 0)", arguments: [name, version])
        }
        return (queue, true)
    }

    /// The finished rebuild takes the current file's place. Whoever has the old one open goes on reading it.
    func promote() throws {
        if FileManager.default.fileExists(atPath: current) {
            // The old file must not need its WAL any more when the new one comes to lie beside it.
            let old = try connect(current)
            try? old.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try old.close()
        }
        for suffix in ["-wal", "-shm"] { remove(current + suffix, alone: true) }
        guard unsafe rename(next, current) == 0 else {
            throw ViewError.log("cannot rename \(next) to \(current)")
        }
    }

    func connect(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration(label: name))
        try queue.writeWithoutTransaction { db in
            // Moving pages from the WAL into the file is the checkpointer's work, never part of a flush.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return queue
    }

    /// Nil also for a file that SQLite cannot read: it is put aside, because the log can make the view again.
    private func openUnlessDamaged(_ path: String) throws -> DatabaseQueue? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try openIfCurrent(path)
        } catch let error as DatabaseError where Self.isDamage(error) {
            putAside(path)
            return nil
        }
    }

    /// Whether the file itself is at fault, and not the disk or a right.
    static func isDamage(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    /// Renames the file that is written on, so that the next start makes the view again; gives back its new name.
    func putAside() -> String {
        putAside(FileManager.default.fileExists(atPath: next) ? next : current)
    }

    @discardableResult
    private func putAside(_ path: String) -> String {
        let aside = "\(path).damaged-\(Int(Date().timeIntervalSince1970))"
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
        }
        return aside
    }

    private func openIfCurrent(_ path: String) throws -> DatabaseQueue? {
        let queue = try connect(path)
        let found = try queue.read { db in
            try db.tableExists("projector")
                ? Int.fetchOne(
                    db, sql: "SELECT version FROM projector WHERE name = ?", arguments: [name]) : nil
        }
        if found == version { return queue }
        try queue.close()
        guard found != nil else { throw ViewError.unknownFile(path: path) }
        return nil
    }

    private func remove(_ path: String, alone: Bool = false) {
        let suffixes = alone ? [""] : ["", "-wal", "-shm"]
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
