import Foundation

/// By what a changed file is told from what it was.
struct FileStamp: Equatable {
    private let inode: UInt64
    private let changed: Date
    private let size: UInt64

    /// Nil where there is no file.
    init?(_ path: String) {
        guard let found = try? FileManager.default.attributesOfItem(atPath: path),
            let inode = found[.systemFileNumber] as? NSNumber, let size = found[.size] as? NSNumber,
            let changed = found[.modificationDate] as? Date
        else { return nil }
        (self.inode, self.changed, self.size) = (inode.uint64Value, changed, size.uint64Value)
    }
}
