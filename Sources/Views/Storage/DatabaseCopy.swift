import Foundation
import GRDB

/// Copies of SQLite files that others write meanwhile.
public enum DatabaseCopy {
    /// Copies what stood in `path` at one moment to `place`, in whose stead the copy comes when it is whole.
    public static func make(of path: String, at place: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let partial = "\(place).partial"
        try? FileManager.default.removeItem(atPath: partial)
        // Into a file that needs no other beside it.
        try queue.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(filePath: partial))
        try file.synchronize()
        try file.close()
        guard unsafe rename(partial, place) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
