import Glibc

/// Room on the disk that something lies on, in bytes.
struct DiskSpace: Sendable {
    let free: UInt64
    let all: UInt64

    /// Nil where it cannot be told.
    init?(of path: String) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        (free, all) = (UInt64(status.f_bavail) * unit, UInt64(status.f_blocks) * unit)
    }
}
