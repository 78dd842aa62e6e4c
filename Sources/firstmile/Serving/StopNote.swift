import EventLog
import Foundation

/// Why the daemon stopped for good, kept in the data directory until it serves again: `doctor` says it once more.
struct StopNote: Codable {
    /// RFC 3339.
    var time: String
    /// What happened, where.
    var problem: String
    /// What to do.
    var advice: String

    private static func url(_ directory: DataDirectory) -> URL {
        URL(filePath: "\(directory.path)/stopped.json")
    }

    /// Only a help: on a disk that fails, this may fail too.
    static func leave(_ error: LogError, in directory: DataDirectory) {
        guard directory.exists, error.stopsForGood else { return }
        let note = StopNote(time: Date.now.ISO8601Format(), problem: error.problem, advice: error.advice)
        try? JSONEncoder().encode(note).write(to: url(directory), options: .atomic)
    }

    static func read(in directory: DataDirectory) -> StopNote? {
        guard let data = try? Data(contentsOf: url(directory)) else { return nil }
        return try? JSONDecoder().decode(StopNote.self, from: data)
    }

    /// It serves again.
    static func remove(in directory: DataDirectory) {
        try? FileManager.default.removeItem(at: url(directory))
    }
}

extension LogError {
    /// Whether starting again does not help before a person has looked.
    fileprivate var stopsForGood: Bool { exitCode == .damaged || exitCode == .diskFailed }
}
