import Vocabulary

/// The kinds that stand open on an order, one bit each; the numbers are in the view's file, so they never change.
struct AnomalySet: OptionSet, Sendable, Equatable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ kind: AnomalyKind) { rawValue = 1 << Self.number(kind) }

    /// The kinds that mirror a finding: they open and close with the gate's snapshot.
    static let findings = FindingCode.allCases.reduce(into: AnomalySet()) { set, code in
        if let kind = AnomalyKind(code) { set.insert(AnomalySet(kind)) }
    }

    /// In the order of their numbers.
    var kinds: [AnomalyKind] { isEmpty ? [] : AnomalyKind.allCases.filter { contains(Self($0)) } }

    private static func number(_ kind: AnomalyKind) -> UInt32 {
        switch kind {
        case .lateUpload: 0
        case .missingUpload: 1
        case .duplicateNumber: 2
        case .numberConflict: 3
        case .voidedNumber: 4
        case .numberFormat: 5
        case .hsMismatch: 6
        case .hsUnknown: 7
        case .vagueName: 8
        case .phoneFormat: 9
        case .taxID: 10
        case .multiBox: 11
        case .providerNotCertified: 12
        case .providerNotBound: 13
        case .exemptionLate: 14
        case .exemptionIncomplete: 15
        case .outOfOrder: 16
        case .backdated: 17
        case .lost: 18
        case .verdictDiverges: 19
        case .publisherGap: 20
        case .stalled: 21
        case .rateAlarm: 22
        case .qualificationIncomplete: 23
        case .addressMismatch: 24
        case .feeMismatch: 25
        }
    }
}
