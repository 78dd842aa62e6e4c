public import Vocabulary

/// The texts of every finding and every anomaly. Complete by construction: a code without one cannot be loaded.
public struct MessageTable: Sendable {
    /// What an intercepted number is told first, before its reasons (R13).
    public var interception: Message
    private var findings: [FindingCode: Message]
    private var anomalies: [AnomalyKind: Message]

    /// Every code there is, by its raw value, findings and anomalies alike.
    public static let codes: [String] =
        Set(FindingCode.allCases.map(\.rawValue) + AnomalyKind.allCases.map(\.rawValue)).sorted()

    /// Nil unless there is a message for each of ``codes``.
    public init?(interception: Message, byCode: [String: Message]) {
        self.interception = interception
        findings = [:]
        anomalies = [:]
        for code in FindingCode.allCases { findings[code] = byCode[code.rawValue] }
        for kind in AnomalyKind.allCases { anomalies[kind] = byCode[kind.rawValue] }
        guard findings.count == FindingCode.allCases.count, anomalies.count == AnomalyKind.allCases.count
        else { return nil }
    }

    /// What is said of a finding.
    public subscript(code: FindingCode) -> Message {
        guard let message = findings[code] else { preconditionFailure("init checked every code: \(code)") }
        return message
    }

    /// What is said of an anomaly.
    public subscript(kind: AnomalyKind) -> Message {
        guard let message = anomalies[kind] else { preconditionFailure("init checked every kind: \(kind)") }
        return message
    }
}
