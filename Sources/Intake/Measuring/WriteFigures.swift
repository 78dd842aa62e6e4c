public import Measures
import Vocabulary
import Wire

/// What the write path recorded since it was opened. Counted by its thread in plain numbers.
public struct WriteFigures: Sendable {
    /// Facts and decisions by ``EventType/index``.
    public var facts = Tally()
    public var decisions = Tally()
    /// Verdicts of ours, in the order of `Verdict.allCases`.
    public var verdicts = Tally()
    /// Findings of those verdicts by `FindingCode.number`; the second of those that block.
    public var findings = Tally()
    public var blockingFindings = Tally()

    public var checkpoints: UInt64 = 0
    public var checkpointFailures: UInt64 = 0
    /// Where the last checkpoint ends, and its size; 0 where none was written yet.
    public var checkpointPosition: UInt64 = 0
    public var checkpointBytes = 0

    public init() {}

    mutating func count(_ report: CheckpointReport) {
        switch report {
        case .written(let position, let bytes, _):
            checkpoints += 1
            (checkpointPosition, checkpointBytes) = (position, bytes)
        case .failed: checkpointFailures += 1
        }
    }

    mutating func count(_ payload: Payload) {
        decisions.add(payload.type.index)
        guard case .validated(let it) = payload else { return }
        verdicts.add(it.verdict.index)
        for finding in it.findings {
            findings.add(Int(finding.code.number))
            if finding.severity == .blocking { blockingFindings.add(Int(finding.code.number)) }
        }
    }
}

extension Verdict {
    /// Its place in `allCases`.
    fileprivate var index: Int {
        switch self {
        case .pass: 0
        case .intercepted: 1
        case .exempt: 2
        case .notApplicable: 3
        case .pending: 4
        }
    }
}
