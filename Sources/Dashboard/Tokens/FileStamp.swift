import Glibc

/// By what a changed file is told from what it was.
struct FileStamp: Equatable {
    private let inode: UInt64
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int

    /// Nil where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        (inode, size) = (UInt64(status.st_ino), Int(status.st_size))
        (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    }
}
