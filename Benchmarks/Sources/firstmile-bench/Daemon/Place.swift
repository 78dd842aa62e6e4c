import ArgumentParser
import EventLog
import Foundation

/// Where data directories are made: on the disk that is to be measured.
struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("Directory on the disk to measure.", valueName: "DIR"))
    var place = FileManager.default.temporaryDirectory.path

    /// A directory that did not exist before.
    func fresh() throws -> String {
        let path = "\(place)/firstmile-bench-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func remove(_ directory: String) { try? FileManager.default.removeItem(atPath: directory) }

    static var ownExecutable: URL { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath() }
}

/// Which daemon is measured.
struct DaemonOption: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon; else the one built with the benchmarks.", valueName: "FILE"))
    var daemon: String?

    var path: String {
        daemon ?? Place.ownExecutable.deletingLastPathComponent().appending(path: "firstmile").path
    }
}

enum LogEnd {
    /// The position after the last whole frame.
    static func of(_ log: String) throws -> UInt64 { try LogReader(directory: log).end() }
}
