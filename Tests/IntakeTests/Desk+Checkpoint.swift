import Foundation
import Vocabulary

@testable import Intake

extension Desk {
    var checkpointFile: URL { stateDirectory.appending(path: CheckpointFile.name) }

    /// How the state came about, as a line.
    var start: String {
        switch path.start {
        case .resumed(let position): "resumed at \(position)"
        case .folded(let reason): reason.map { "folded because \($0)" } ?? "folded"
        }
    }

    /// Every record without its position.
    func lines() throws -> [String] {
        try records().map { record in
            "\(record.event) \(record.recordedAt) \(String(describing: record.cause))"
        }.sorted()
    }

    func replaceState(by other: Desk) throws {
        try FileManager.default.removeItem(at: stateDirectory)
        try FileManager.default.copyItem(at: other.stateDirectory, to: stateDirectory)
    }

    func backUpLog() throws {
        try FileManager.default.copyItem(
            at: directory.appending(path: "log"), to: directory.appending(path: "backup"))
    }

    func putBackLog() throws {
        try FileManager.default.removeItem(at: directory.appending(path: "log"))
        try FileManager.default.moveItem(
            at: directory.appending(path: "backup"), to: directory.appending(path: "log"))
    }
}
