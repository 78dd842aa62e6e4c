public import Foundation
import Intake
import Views

/// Whether work can be given to the daemon, and why not.
public struct Health: Sendable, Encodable {
    /// One part, and whether it is well.
    public struct Check: Sendable, Encodable, Equatable {
        public var name: String
        public var ok: Bool
        /// What is wrong, or nothing.
        public var reason: String?
    }

    public var ready: Bool
    public var checks: [Check]

    /// Ready: the intake listens, the log takes records, every view runs.
    public init(_ standing: Standing) {
        var checks = [
            Check(
                name: "intake", ok: standing.intake.isListening,
                reason: standing.intake.isListening ? nil : "it does not listen yet, or any more"),
            Check(
                name: "log", ok: standing.logFailure == nil && standing.logRefusal == nil,
                reason: standing.logFailure ?? standing.logRefusal),
        ]
        if standing.views.isEmpty { checks.append(Check(name: "views", ok: false, reason: "they start")) }
        for view in standing.views {
            let reason: String?
            switch view.phase {
            case .following, .rebuilding: reason = nil
            case .starting: reason = "it starts"
            case .stopped: reason = "it has stopped"
            case .failed: reason = view.error.map { "\($0)" } ?? "it failed"
            }
            checks.append(Check(name: "view \(view.view)", ok: reason == nil, reason: reason))
        }
        self.checks = checks
        ready = checks.allSatisfy(\.ok)
    }

    public var json: Data { (try? JSONEncoder.plain.encode(self)) ?? Data() }
}

extension JSONEncoder {
    /// The same text for the same value.
    fileprivate static var plain: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
