public import Vocabulary

/// What a request for exemption needs (R6).
public struct ExemptionRules: Sendable {
    /// Least time from the request to the handover, inclusive.
    public var notice: Interval
    public var documents: ExemptionDocuments
    /// The source's share of approved requests: a reference line, never our own result.
    public var benchmarkPassRate: Double
    /// The source's mean review time in working days: a reference line.
    public var benchmarkReviewWorkingDays: Double
    public var clause: String

    public init(
        notice: Interval, documents: ExemptionDocuments, benchmarkPassRate: Double,
        benchmarkReviewWorkingDays: Double, clause: String
    ) {
        self.notice = notice
        self.documents = documents
        self.benchmarkPassRate = benchmarkPassRate
        self.benchmarkReviewWorkingDays = benchmarkReviewWorkingDays
        self.clause = clause
    }

    /// Whether a request made at `requested` was early enough for a parcel handed over at `handedOver`.
    public func isInTime(requested: Instant, handedOver: Instant) -> Bool {
        handedOver - requested >= notice
    }
}
