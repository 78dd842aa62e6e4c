import EventLog
import Foundation

/// What lies where in the data directory.
struct DataDirectory: Sendable {
    let path: String

    var log: String { "\(path)/log" }
    var views: String { "\(path)/views" }
    /// Views that somebody wrote in SQL: a folder each.
    var projections: String { "\(path)/projections" }
    /// Holds the endpoint on which the daemon listens, while it does.
    var endpoint: String { "\(path)/endpoint" }
    /// The same for the feed and its live stream.
    var fetchEndpoint: String { "\(path)/fetch-endpoint" }
    var liveEndpoint: String { "\(path)/live-endpoint" }
    /// The URL of the pages and the API.
    var httpEndpoint: String { "\(path)/http-endpoint" }
    /// How far each named consumer is.
    var consumers: String { "\(path)/consumers.sqlite" }
    /// What the gate knows, as of its last checkpoint, and what left its memory. Made again from the log where it is
    /// missing.
    var state: String { "\(path)/state" }
    /// Who may come in by HTTP.
    var tokens: String { "\(path)/tokens.json" }
    /// What is in no log but in SQLite.
    var databases: [String] { [consumers, webhooks, quarantine, notes] }
    /// Where every webhook is. It cannot be made again.
    var webhooks: String { "\(path)/webhooks.sqlite" }
    /// What people wrote about anomalies.
    var notes: String { "\(path)/notes.sqlite" }
    /// What was refused.
    var quarantine: String { "\(path)/quarantine.sqlite" }

    /// Where the daemon of this directory listens.
    ///
    /// - Throws: when none does.
    func boundEndpoint() throws -> String {
        try String(contentsOfFile: endpoint, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Where the feed of this directory's daemon listens.
    ///
    /// - Throws: when none does.
    func boundFetchEndpoint() throws -> String {
        try String(contentsOfFile: fetchEndpoint, encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// What a killed daemon left behind must not be taken for this one's.
    func forgetEndpoints() {
        for file in [fetchEndpoint, liveEndpoint, httpEndpoint] {
            try? FileManager.default.removeItem(atPath: file)
        }
    }

    /// Makes what is missing.
    func create() throws {
        for directory in [log, views, state] {
            do {
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            } catch {
                throw NoPlace(path: directory, reason: error.localizedDescription)
            }
        }
    }

    /// Makes the directory that packed segments are moved to, and tells all readers of the log of it.
    func openArchive(_ path: String) throws -> Disk {
        let absolute = URL(filePath: path).standardizedFileURL.path
        try FileManager.default.createDirectory(atPath: absolute, withIntermediateDirectories: true)
        try ArchiveList.add(absolute, to: log)
        return try Disk(absolute)
    }

    /// Whether there is a log to read.
    var exists: Bool { FileManager.default.fileExists(atPath: log) }

    var hasViews: Bool { FileManager.default.fileExists(atPath: views) }
}

/// There is no data where a command looks for it.
struct NoData: Error, CustomStringConvertible {
    let path: String
    var description: String {
        "there is no log in \(path); name the daemon's directory with --data, or start one: firstmile serve --data \(path)"
    }
}

/// The daemon's directory cannot be made.
struct NoPlace: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String {
        "cannot make the directory \(path): \(reason) Name another place with --data, or give this user the right to write there"
    }
}
