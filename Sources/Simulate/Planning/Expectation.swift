import Vocabulary

/// How an order must stand once everything has arrived and every deadline has settled.
///
/// It follows from what was planned, never from the code that decides: else the truth could not contradict it.
struct Expectation {
    var status = ComplianceStatus.awaitingNumber
    /// 「异常单」: the upload deadline was missed.
    var isAbnormal = false
    /// Kinds that stay open against the order.
    private(set) var anomalies: UInt32 = 0
    /// Kinds that were open and are resolved. Without MISSING_UPLOAD: whether a deadline that passes is noticed before
    /// its late upload is told depends on how fast the stream is published.
    private(set) var resolved: UInt32 = 0
    /// Codes that the acknowledgements of the order's uploads name, by their numbers.
    private(set) var said: UInt32 = 0
    /// What becomes of the request for its exemption.
    var request: RequestExpectation?
    /// The first accepted upload, and the earliest handover: milliseconds since 1970.
    var uploadedAt: Int64?
    var handedOverAt: Int64?
    /// Dispatched and never heard of again, neither delivered nor lost: it opens STALLED when the log's time has passed its
    /// lane's span, which may be long after the last event.
    var isUnfinished = false

    mutating func open(_ kind: AnomalyKind) { anomalies |= Self.bit(kind) }

    /// It was open once, and is no longer.
    mutating func resolve(_ kind: AnomalyKind) { resolved |= Self.bit(kind) }

    /// An upload is answered with the code.
    mutating func say(_ code: FindingCode) { said |= 1 << UInt32(code.number) }

    /// An upload is answered with the code, which then stands open.
    mutating func find(_ code: FindingCode) {
        say(code)
        if let kind = AnomalyKind(code) { open(kind) }
    }

    private static func bit(_ kind: AnomalyKind) -> UInt32 {
        1 << UInt32(kinds.firstIndex(of: kind) ?? 31)
    }

    /// Lateness is both a mark and an anomaly.
    mutating func miss(_ kind: AnomalyKind) {
        isAbnormal = true
        open(kind)
    }

    /// The names of all kinds, sorted: bit n of ``anomalies`` is the n-th.
    private static let kinds = AnomalyKind.allCases.sorted { $0.rawValue < $1.rawValue }

    /// Sorted by name.
    var openKinds: [AnomalyKind] { Self.kinds(in: anomalies) }
    /// Sorted by name.
    var resolvedKinds: [AnomalyKind] { Self.kinds(in: resolved) }

    /// Codes that stand open against the order, sorted by name.
    var findings: [FindingCode] { openKinds.compactMap { FindingCode(rawValue: $0.rawValue) } }

    /// Sorted by name.
    var saidCodes: [FindingCode] {
        FindingCode.allCases.filter { said >> UInt32($0.number) & 1 == 1 }.sorted()
    }

    private static func kinds(in set: UInt32) -> [AnomalyKind] {
        set == 0 ? [] : kinds.enumerated().filter { set >> UInt32($0.offset) & 1 == 1 }.map(\.element)
    }
}
