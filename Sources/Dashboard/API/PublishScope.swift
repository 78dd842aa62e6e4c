import Client
import Explaining
import HTTPTypes
import Views
import Vocabulary
import Wire

/// What a token may publish: events of its sources; and, where it is for some sellers, facts of their orders and requests of
/// theirs.
///
/// Judged by what is decoded, as the gate will, and not by what is said beside it. Two tokens that declare one new order in the
/// same moment both pass: the view is asked, and it follows the log.
struct PublishScope {
    /// Empty: any.
    private let sources: [String]
    private let sellers: [SellerID]?
    private let token: String

    /// Nil for who may publish anything.
    init?(of principal: Principal) {
        guard principal.sellers != nil || !principal.sources.isEmpty else { return nil }
        (sources, sellers, token) = (principal.sources, principal.sellers, principal.name ?? "")
    }

    /// - Throws: ``Problem`` for the first event that is of somebody else, of nobody in particular, or not a seller's to say.
    func check(_ request: PublishRequest, _ house: House) async throws {
        let claims = try claims(of: request)
        guard let sellers, !claims.isEmpty else { return }
        let orders = claims.compactMap(\.order)
        let known = try await house.views.read(ViewName.compliance.rawValue) { try $0.sellers(of: orders) }
        let fix = "publish events of \(sellers.map(\.text).joined(separator: ", ")) only"
        for claim in claims {
            let holder = claim.order.flatMap { known[$0] }
            for seller in [claim.seller, holder] {
                guard let seller, !sellers.contains(seller) else { continue }
                throw refused(claim, "is of the seller \(seller.text)", "data.sellerId", fix)
            }
            guard claim.seller ?? holder != nil else {
                throw refused(
                    claim, "names no seller, and its order is not known to be of one", "data.sellerId", fix)
            }
        }
    }

    private struct Claim {
        let index: Int
        let source: String
        let seller: SellerID?
        let order: OrderID?
    }

    private func claims(of request: PublishRequest) throws -> [Claim] {
        guard let type = ContentType(rawValue: request.contentType) else { return [] }
        let decoder = EventDecoder()
        var batch = DecodedBatch()
        batch.limit = HTTPLimits.publishedEvents
        for payload in request.payloads {
            unsafe payload.withUnsafeBytes { unsafe decoder.decode($0, as: type, into: &batch) }
        }
        var claims: [Claim] = []
        for (index, item) in batch.items.enumerated() {
            // What cannot be decoded is refused by the intake in the same way, with its reason.
            guard case .event(let event) = item else { continue }
            let source = try unsafe batch.bytes.withUnsafeBytes { bytes in
                let record = unsafe UnsafeRawBufferPointer(rebasing: bytes[event.record])
                let place = try unsafe RecordDecoder.identity(of: record).source
                return unsafe String(decoding: record[place], as: UTF8.self)
            }
            let payload = event.event.payload
            let claim = Claim(
                index: index, source: source, seller: payload.namedSeller, order: payload.orderID)
            // The clocks of sources are trusted by name, and whoever takes another's ids keeps his events out.
            guard sources.isEmpty || sources.contains(source) else {
                throw refused(
                    claim, "has the source \(source)", "source",
                    "send the source \(sources.joined(separator: " or "))")
            }
            guard sellers == nil || payload.isSellers else {
                throw refused(
                    claim, "is \(payload.type.rawValue), which is not a seller's to say", "type",
                    "let whoever says it publish it, with a token without --seller")
            }
            claims.append(claim)
        }
        return claims
    }

    private func refused(_ claim: Claim, _ what: String, _ field: String, _ fix: String) -> Problem {
        Problem(
            .forbidden, "forbidden", "The token does not allow this",
            detail: "event \(claim.index) \(what), and the token \(token) is not for that", field: field,
            fix: fix
        )
    }
}

extension Payload {
    /// Whether a seller or his ERP may say it: the rest is said by the platform, by providers, or by whoever runs the daemon.
    fileprivate var isSellers: Bool {
        switch self {
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .delivered, .lost, .complained,
            .exemptionRequested, .providerEngaged, .qualificationFiled, .trialTracked, .providerBound,
            .providerUnbound:
            true
        // By its number alone it could be anybody's parcel.
        case .scanned(let it): it.orderID != nil
        case .feeBilled, .validated, .routed, .exemptionDecided, .providerCertified, .providerDecertified,
            .integrationApproved, .rulebookActivated, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .feeAssessed:
            false
        }
    }

    /// Whose it says it is.
    fileprivate var namedSeller: SellerID? {
        switch self {
        case .orderDeclared(let it): return it.sellerID
        case .handedOver(let it): return it.sellerID
        case .numberUploaded(let it): return it.sellerID
        case .delivered(let it): return it.sellerID
        case .lost(let it): return it.sellerID
        case .complained(let it): return it.sellerID
        case .exemptionRequested(let it): return it.sellerID
        case .providerEngaged(let it): return it.sellerID
        case .qualificationFiled(let it): return it.sellerID
        case .trialTracked(let it): return it.sellerID
        case .integrationApproved(let it): return it.sellerID
        case .providerBound(let it): return it.sellerID
        case .providerUnbound(let it): return it.sellerID
        case .numberVoided, .scanned, .feeBilled, .validated, .routed, .exemptionDecided, .providerCertified,
            .providerDecertified, .rulebookActivated, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .feeAssessed:
            return nil
        }
    }
}
