public import Vocabulary

/// What the stream held, counted while it was written.
public struct SimulationSummary: Sendable, Equatable {
    public internal(set) var orders = 0
    /// All lines, duplicates and refused ones included.
    public internal(set) var events = 0
    /// Lines that repeat an earlier one to the byte.
    public internal(set) var duplicates = 0
    /// Lines that must be refused.
    public internal(set) var refused = 0
    /// Places where a publisher skipped sequence numbers.
    public internal(set) var publisherGaps = 0
    public internal(set) var abnormal = 0
    /// Orders that end with the anomaly open, and sellers × carriers.
    public internal(set) var anomalies: [AnomalyKind: Int] = [:]
    /// Orders of which the acknowledgement of an upload names the code, or which end with it open.
    public internal(set) var findings: [FindingCode: Int] = [:]
    public internal(set) var statuses: [ComplianceStatus: Int] = [:]
    public internal(set) var scenarios: [Scenario: Int] = [:]

    /// Lines that must be recorded.
    public var recorded: Int { events - duplicates - refused }

    mutating func count(_ plan: Plan) {
        orders += 1
        if plan.expected.isAbnormal { abnormal += 1 }
        statuses[plan.expected.status, default: 0] += 1
        if let scenario = plan.scenario { scenarios[scenario, default: 0] += 1 }
        for kind in plan.expected.openKinds { anomalies[kind, default: 0] += 1 }
        for code in Set(plan.expected.findings + plan.expected.saidCodes) { findings[code, default: 0] += 1 }
    }

    mutating func count(_ pair: Onboarding) {
        for kind in pair.openKinds { anomalies[kind, default: 0] += 1 }
    }
}
