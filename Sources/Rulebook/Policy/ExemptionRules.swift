public import Vocabulary

/// What a request for exemption needs (R6).
public struct ExemptionRules: Sendable {
    /// Until when an approval counts (⚙).
    public enum ApprovalLimit: String, Sendable, CaseIterable {
        /// It must have been made no later than the handover: filed but undecided is not exempt.
        case handover
        /// Whenever it was made, also after the handover.
        case ever
    }

    /// Least time from the request to the handover, inclusive.
    public var notice: Interval
    public var documents: ExemptionDocuments
    public var approvedBy: ApprovalLimit
    /// The source's share of approved requests: a reference line, never our own result.
    public var benchmarkPassRate: Double
    /// The source's mean review time in working days: a reference line.
    public var benchmarkReviewWorkingDays: Double
    public var clause: String

    public init(
        notice: Interval, documents: ExemptionDocuments, approvedBy: ApprovalLimit, benchmarkPassRate: Double,
        benchmarkReviewWorkingDays: Double, clause: String
    ) {
        self.notice = notice
        self.documents = documents
        self.approvedBy = approvedBy
        self.benchmarkPassRate = benchmarkPassRate
        self.benchmarkReviewWorkingDays = benchmarkReviewWorkingDays
        self.clause = clause
    }

    /// Whether a request made at `requested` was early enough for a parcel handed over at `handedOver`.
    public func isInTime(requested: Instant, handedOver: Instant) -> Bool {
        handedOver - requested >= notice
    }

    /// Whether these papers are all that are needed.
    public func isComplete(_ filed: ExemptionDocuments) -> Bool { filed.isSuperset(of: documents) }
}
