import Foundation
import Glibc

/// How much of the disk the data directory takes, and how much is left.
public struct DiskFigures: Sendable {
    public var sizeBytes = 0
    public var freeBytes = 0
    /// On disk, by part.
    public var used: [(part: String, bytes: Int)] = []

    /// As it is now. Looks at every file of the directory: some hundred.
    public static func now(of directory: String) -> DiskFigures {
        var figures = DiskFigures()
        var system = statvfs()
        if unsafe statvfs(directory, &system) == 0 {
            figures.sizeBytes = Int(system.f_frsize) * Int(system.f_blocks)
            figures.freeBytes = Int(system.f_frsize) * Int(system.f_bavail)
        }
        var parts = ["log": 0, "views": 0, "state": 0, "other": 0]
        let files = FileManager.default.enumerator(atPath: directory)
        while let path = files?.nextObject() as? String {
            var status = stat()
            guard unsafe lstat("\(directory)/\(path)", &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            let top = path.split(separator: "/").first.map(String.init) ?? ""
            // Blocks, because segments are written ahead and packed.
            parts[parts[top] == nil || top == path ? "other" : top, default: 0] += Int(status.st_blocks) * 512
        }
        figures.used = parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return figures
    }
}
