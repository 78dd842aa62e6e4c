import Vocabulary

/// Words with a number each: how an enumeration is written in JSON and in protobuf.
enum ChoiceSet: UInt8, CaseIterable {
    case none
    case incoterm
    case verdict
    case status
    case severity
    case findingCode
    case document
    case decision
    case withdrawal
    case feeItem
    case routing

    /// The word of number `index + first`.
    var words: [String] { Self.table[Int(rawValue)] }

    /// Severity counts from 0, because blocking is what an absent one means.
    var first: Int { self == .severity ? 0 : 1 }

    /// The numbers that mean something are below it.
    @inline(__always)
    var end: UInt64 {
        switch self {
        case .none: 0
        case .severity: 2
        case .incoterm, .decision: 3
        case .document, .withdrawal: 4
        case .verdict, .status: 6
        case .feeItem: 7
        case .routing: 12
        case .findingCode: 16
        }
    }

    private static let table: [[String]] = allCases.map { set in
        switch set {
        case .none: []
        case .incoterm: Incoterm.allCases.map(\.rawValue)
        case .verdict: Verdict.allCases.map(\.rawValue)
        case .status: ComplianceStatus.allCases.map(\.rawValue)
        case .severity: [Severity.blocking.rawValue, Severity.warning.rawValue]
        case .findingCode: FindingCode.allCases.map(\.rawValue)
        case .document: ExemptionDocuments.names
        case .decision: ExemptionDecided.Decision.allCases.map(\.rawValue)
        case .withdrawal: DeadlineWithdrawn.Reason.allCases.map(\.rawValue)
        case .feeItem: FeeLine.Item.allCases.map(\.rawValue)
        case .routing: ConsideredLine.Outcome.allCases.map(\.rawValue)
        }
    }
}
