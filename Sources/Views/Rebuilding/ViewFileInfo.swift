import Foundation
import GRDB
import Vocabulary

/// One file of a view, as it lies in its directory.
public struct ViewFileInfo: Sendable {
    /// What the file is for.
    public enum State: String, Sendable {
        /// Answers queries.
        case current
        /// Answered before; kept until it is dropped.
        case old
        /// Rebuilt, and not taken over yet.
        case waiting
        /// A rebuild is writing it.
        case building
        /// What a rebuild left that did not end.
        case abandoned
    }
    public var view: String
    public var state: State
    public var path: String
    public var bytes: UInt64
    /// Nil where the file cannot be read now.
    public var version: Int?
    public var checkpoint: Checkpoint?

    /// Every file of every view in `directory`, by view; of each the current one first.
    public static func all(in directory: String) throws -> [ViewFileInfo] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).compactMap { file in
            file.firstIndex(of: ".").map { String(file[..<$0]) }
        }
        return Set(names).subtracting([""]).sorted().flatMap { of($0, in: directory) }
    }

    /// Removes the files of a view that answered before the current one; gives their bytes.
    public static func dropOld(of view: String, in directory: String) -> UInt64 {
        ViewFile(name: view, version: 0, directory: directory).dropOld()
    }

    private static func of(_ view: String, in directory: String) -> [ViewFileInfo] {
        let file = ViewFile(name: view, version: 0, directory: directory)
        var all: [ViewFileInfo] = []
        if let current = file.current { all.append(read(view, .current, current)) }
        all += file.waiting.map { read(view, .waiting, file.path($0)) }
        all += file.old.map { read(view, .old, file.path($0)) }
        if FileManager.default.fileExists(atPath: file.building) {
            let isFree = (try? file.beginBuilding()) != nil
            all.append(
                ViewFileInfo(
                    view: view, state: isFree ? .abandoned : .building, path: file.building,
                    bytes: ViewFile.bytes(file.building)))
        }
        return all
    }

    private static func read(_ view: String, _ state: State, _ path: String) -> ViewFileInfo {
        var info = ViewFileInfo(view: view, state: state, path: path, bytes: ViewFile.bytes(path))
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        try? DatabaseQueue(path: path, configuration: configuration).read { db in
            info.version = try ViewFile.version(of: view, db)
            info.checkpoint = try Checkpoint.read(db)
        }
        return info
    }
}
