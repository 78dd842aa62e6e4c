import Vocabulary

/// What the gate remembers of one order: its facts in the order of their own times, and how it last judged them.
struct OrderState: Sendable {
    let id: OrderID
    var seller = Name.none

    /// By time, then position. Nearly always one.
    var declarations: [Declaration] = []
    /// The log's time when the order was first declared: only then is it known that a clock runs.
    var declaredRecordedAt: Instant?
    /// Uploads and voidings by time, then position. Nearly always one.
    var moves: [Move] = []

    /// Ids of the requests that ask for this order's exemption, sorted (R6). Nearly always none.
    private(set) var requests: [Token] = []

    /// The earliest handover said so far (R22).
    var handover: Handover?
    /// The earliest handover at which more than one box was seen (R20).
    var severalBoxesAt: Instant?

    var standing = Standing()
    /// Since when the bound number stands as one that passed the check; nil while none does (R21).
    var passedSince: Instant?
    var mark = Mark.none
    /// Minutes left at the tightest warning given (R26); nil before the first.
    var tightestWarning: Int32?
    /// When the clock next looks at this order; a heap entry with another time is stale.
    var alarm: Instant?
    /// The route it goes by, ours or one said from outside, and the day that counts it (R37).
    var place = RoutePlace()
    /// When the route from outside was said to have been given: the latest counts.
    var routedFromOutsideAt: Instant?
    /// Which of its seller's accepted orders it is, from 1 on; 0 before it is one (R33).
    var ordinal: Int32 = 0
    /// Of the last fee decided; 0 before the first.
    var feeDigest: UInt64 = 0
    /// A provider or the platform said the route: it wins over ours (R37).
    var isRoutedFromOutside: Bool { routedFromOutsideAt != nil }
    /// Delivered or given up.
    var isFinished = false

    init(_ id: OrderID) { self.id = id }

    /// The handover, or the first upload where there is no handover (R3).
    var shippedAt: Instant? { handover?.time ?? moves.first { $0.kind == .upload }?.time }
    /// The moment whose rulebook says whether the order must comply; nil before anything was said.
    var judgedFrom: Instant? { shippedAt ?? terms?.time }
    /// The declaration in effect without its texts, which nobody who asks this needs; they would be counted up and down.
    var terms: DeclaredTerms? { declarations.isEmpty ? nil : declarations[declarations.count - 1].terms }

    mutating func add(_ declaration: Declaration, recordedAt: Instant) {
        let index = declarations.lastIndex {
            ($0.time, $0.position) < (declaration.time, declaration.position)
        }
        declarations.insert(declaration, at: index.map { $0 + 1 } ?? 0)
        declaredRecordedAt = declaredRecordedAt ?? recordedAt
    }

    mutating func add(request: Token) {
        guard !requests.contains(request), requests.count < ExemptionBook.mostRequests else { return }
        requests.insert(request, at: requests.firstIndex { $0 > request } ?? requests.count)
    }

    mutating func add(_ move: Move) {
        let index = moves.lastIndex { ($0.time, $0.position) < (move.time, move.position) }
        moves.insert(move, at: index.map { $0 + 1 } ?? 0)
    }
}

/// A number comes to an order or leaves it.
struct Move: Sendable {
    enum Kind: UInt8, Sendable { case upload, void }
    let kind: Kind
    /// The time that counts: the publisher's where its clock is trusted, else the log's (R24).
    let time: Instant
    let position: Position
    let seller: Name
    let provider: Name
    let account: Name
    /// Normalised.
    let number: TrackingNumber
    /// What the order has of the number. Where several moves name one number, one of them says it.
    var hold: Hold?

    var key: NumberKey { NumberKey(provider: provider, number: number) }
}

/// A number is held by an order from the moment it was accepted; voided numbers are held for good (R14, R15).
struct Hold: Sendable {
    let since: Instant
    let isVoided: Bool
}

struct Handover: Sendable {
    let time: Instant
    let position: Position
    let recordedAt: Instant
}

/// How the order stood after the last verdict: the fold of `Validated` decisions.
struct Standing: Sendable, Equatable {
    var status: ComplianceStatus = .awaitingNumber
    var number: NumberKey?
    /// When the bound number was accepted, and when the first ever was (R21, R22).
    var firstAcceptedAt: Instant?
    var open = FindingSet()
}

/// A number is only unique within its provider (R14).
struct NumberKey: Hashable, Sendable {
    let provider: Name
    let number: TrackingNumber
}

/// 「异常单」: none, no number in time, or a number too late (R22, R23).
enum Mark: UInt8, Sendable { case none, missing, late }

extension FindingSet {
    /// What a fact about the provider can clear.
    static let provider: FindingSet = [Self(.providerNotCertified), Self(.providerNotBound)]
}
