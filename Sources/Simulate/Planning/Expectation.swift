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
    /// The first accepted upload, and the earliest handover: milliseconds since 1970.
    var uploadedAt: Int64?
    var handedOverAt: Int64?
    /// Dispatched and never heard of again, neither delivered nor lost: it opens STALLED when the log's time has passed its
    /// lane's span, which may be long after the last event.
    var isUnfinished = false

    mutating func open(_ kind: AnomalyKind) {
        anomalies |= 1 << UInt32(Self.kinds.firstIndex(of: kind) ?? 31)
    }

    /// Lateness is both a mark and an anomaly.
    mutating func miss(_ kind: AnomalyKind) {
        isAbnormal = true
        open(kind)
    }

    /// The names of all kinds, sorted: bit n of ``anomalies`` is the n-th.
    private static let kinds = AnomalyKind.allCases.sorted { $0.rawValue < $1.rawValue }

    /// Sorted by name.
    var openKinds: [AnomalyKind] {
        Self.kinds.enumerated().filter { anomalies >> UInt32($0.offset) & 1 == 1 }.map(\.element)
    }
}
