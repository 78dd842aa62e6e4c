import Foundation

/// What a folder takes on disk.
enum FolderSize {
    /// Of its files, in bytes; those that go meanwhile are left out.
    static func bytes(of path: String) -> UInt64 {
        let folder = URL(filePath: path)
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: [.fileSizeKey])) ?? []
        return files.reduce(0) { sum, file in
            sum + UInt64((try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0)
        }
    }
}
