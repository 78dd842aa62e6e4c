import Foundation
import GRDB
import Glibc

/// The files of one view.
///
/// `NAME.sqlite` is a symbolic link to the file that answers queries, `NAME.7.sqlite`. A rebuild grows in
/// `NAME.building.sqlite`; when it is whole it becomes `NAME.8.sqlite`, and whoever writes the view takes it over and
/// moves the link. SQLite follows the link before it looks for a WAL, so a reader always gets a file with its own.
struct ViewFile: Sendable {
    let name: String
    let version: Int
    let directory: String

    /// What people open.
    var link: String { "\(directory)/\(name).sqlite" }
    var building: String { "\(directory)/\(name).building.sqlite" }

    func path(_ number: Int) -> String { "\(directory)/\(name).\(number).sqlite" }

    // MARK: Who may

    /// Held by the process that writes the view. Nil when another one does.
    func own() throws(ViewError) -> FileLock? { try FileLock("\(directory)/\(name).lock") }

    /// Held by the process that rebuilds the view. Nil when another one does.
    func beginBuilding() throws(ViewError) -> FileLock? { try FileLock("\(directory)/\(name).building.lock") }

    // MARK: What there is

    /// The file that answers queries; nil while there is none.
    var current: String? {
        guard FileManager.default.fileExists(atPath: link) else { return nil }
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else {
            return link
        }
        return target.hasPrefix("/") ? target : "\(directory)/\(target)"
    }

    /// The number of the file that answers queries; 0 while it has none.
    var currentNumber: Int {
        guard let current else { return 0 }
        return numbers.first { path($0) == current } ?? 0
    }

    /// The numbers of all whole files, the oldest first.
    var numbers: [Int] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return all.compactMap { file in
            guard file.hasPrefix("\(name)."), file.hasSuffix(".sqlite") else { return nil }
            return Int(file.dropFirst(name.utf8.count + 1).dropLast(".sqlite".count))
        }.sorted()
    }

    /// Rebuilt files that nobody has taken over yet, the newest first.
    var waiting: [Int] {
        let current = currentNumber
        return numbers.filter { $0 > current }.reversed()
    }

    /// Files that answered before the current one.
    var old: [Int] {
        let current = currentNumber
        return numbers.filter { $0 < current }
    }

    // MARK: Changing it

    /// The finished rebuild becomes a whole file, safe from a power cut, that waits to be taken over; gives its number.
    func finishBuilding() throws(ViewError) -> Int {
        let number = (numbers.last ?? 0) + 1
        try sync(building)
        guard unsafe rename(building, path(number)) == 0 else { throw .file("rename", building, errno) }
        try sync(directory)
        return number
    }

    /// From now on this one answers. Whoever has the old one open goes on reading it. Of those before it, the last one
    /// is kept.
    func show(_ number: Int) throws(ViewError) {
        let before = currentNumber
        let fresh = "\(directory)/.\(name).link"
        unsafe unlink(fresh)
        guard unsafe symlink("\(name).\(number).sqlite", fresh) == 0 else {
            throw .file("link", fresh, errno)
        }
        guard unsafe rename(fresh, link) == 0 else { throw .file("rename", fresh, errno) }
        try sync(directory)
        // Of a file that was no link.
        for suffix in ["-wal", "-shm"] { unsafe unlink(link + suffix) }
        for other in numbers where other != number && other != before { remove(path(other)) }
    }

    /// Removes the files that answered before the current one; gives their bytes.
    @discardableResult
    func dropOld() -> UInt64 {
        old.reduce(0) { bytes, number in
            let size = Self.bytes(path(number))
            remove(path(number))
            return bytes + size
        }
    }

    /// Renames a file that cannot be read, so that the view is made again; gives its new name.
    @discardableResult
    func putAside(_ path: String) -> String {
        let aside = "\(link).damaged-\(Int(Date().timeIntervalSince1970))"
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
        }
        if current == nil { unsafe unlink(link) }
        return aside
    }

    func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unsafe unlink(path + suffix) }
    }

    static func bytes(_ path: String) -> UInt64 {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
            return sum + ((attributes?[.size] as? NSNumber)?.uint64Value ?? 0)
        }
    }

    private func sync(_ path: String) throws(ViewError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file("open", path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file("sync", path, errno) }
    }
}
