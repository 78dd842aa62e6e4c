import Foundation
public import Views
public import Vocabulary

/// A directory for the views of a replay, gone with it.
public final class Sandbox {
    /// Where the views lie.
    public let views: String
    private let path: String

    public init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("firstmile-replay-\(UUID().uuidString)").path
        views = path + "/views"
        try FileManager.default.createDirectory(atPath: views, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes `log` beside the views, so that the sandbox can be asked like a daemon's directory.
    public func link(log directory: String) throws -> String {
        let absolute = URL(fileURLWithPath: directory).path
        try FileManager.default.createSymbolicLink(atPath: path + "/log", withDestinationPath: absolute)
        return path
    }

    /// Runs a projector until it has read everything.
    ///
    /// - Parameters:
    ///   - end: one past its last record, once that is known.
    ///   - progress: called ten times a second with the records applied; what it throws ends the building.
    public func build(
        _ projector: Projector, until end: () throws -> Position?, progress: (UInt64) throws -> Void
    ) throws {
        projector.start()
        defer { projector.stop() }
        while true {
            if let end = try end(), projector.wait(until: end, atMost: .milliseconds(100)) { return }
            let status = projector.status
            if let error = status.error { throw ReplayError.view(String(describing: error)) }
            try progress(status.checkpoint.next.rawValue)
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
