/// How a request for exemption must stand in the end (view `exemptions`).
struct RequestExpectation {
    /// As the view names it.
    enum Outcome: String {
        case undecided, rejected, incomplete, late, exempt, approved
    }

    /// Of the filing that counts; milliseconds since 1970.
    var requestedAt: Int64
    /// One bit for each of the three papers.
    var papers: UInt8
    /// Nil while undecided.
    var isApproved: Bool?
    var decidedAt: Int64?
    var outcome: Outcome
}
