import Vocabulary

/// From values to protobuf fields, in ascending order: one case per payload, with the numbers of
/// `Schemas/firstmile/v1`.
extension Payload {
    @inline(__always)
    func write(into out: inout ByteWriter) {
        switch self {
        case .orderDeclared(let it): it.write(into: &out)
        case .handedOver(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.id(3, it.provider)
            out.token(4, it.warehouse)
            out.number(5, it.boxes, unless: 1)
            out.id(6, it.trackingNumber)
        case .numberUploaded(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.id(3, it.erpAccount)
            out.id(4, it.provider)
            out.id(5, it.trackingNumber)
        case .numberVoided(let it):
            out.id(1, it.orderID)
            out.id(2, it.provider)
            out.id(3, it.trackingNumber)
            out.string(4, it.reason)
        case .scanned(let it):
            out.id(1, it.orderID)
            out.id(2, it.provider)
            out.id(3, it.trackingNumber)
            out.token(4, it.code)
            out.token(5, it.place)
        case .delivered(let it): out.parcel(it.orderID, it.sellerID, it.provider)
        case .lost(let it): out.parcel(it.orderID, it.sellerID, it.provider)
        case .complained(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.string(3, it.reason)
        case .feeBilled(let it):
            out.id(1, it.orderID)
            out.id(2, it.provider)
            out.varint(3, UInt64(bitPattern: it.amount.amount))
        case .validated(let it): it.write(into: &out)
        case .routed(let it): it.write(into: &out)
        case .feeAssessed(let it): it.write(into: &out)
        case .deadlineApproaching(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.instant(3, it.deadline)
            out.number(4, it.minutesLeft, unless: 0)
        case .deadlineMissed(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.instant(3, it.handedOverAt)
            out.instant(4, it.deadline)
            out.instant(5, it.acceptedAt)
        case .deadlineWithdrawn(let it):
            out.id(1, it.orderID)
            out.id(2, it.sellerID)
            out.choice(3, it.reason, Numbered.withdrawals)
            out.instant(4, it.acceptedAt)
        case .exemptionRequested, .exemptionDecided, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated:
            writeSurroundings(into: &out)
        }
    }

    private func writeSurroundings(into out: inout ByteWriter) {
        switch self {
        case .exemptionRequested(let it):
            out.token(1, it.requestID)
            out.id(2, it.sellerID)
            out.id(3, it.orderID)
            out.token(4, it.category)
            out.papers(5, it.documents)
        case .exemptionDecided(let it):
            out.token(1, it.requestID)
            out.id(2, it.orderID)
            out.choice(3, it.decision, Numbered.decisions)
        case .providerCertified(let it):
            out.id(1, it.provider)
            out.instant(2, it.until)
        case .providerDecertified(let it): out.id(1, it.provider)
        case .providerEngaged(let it): out.pair(it.sellerID, it.provider)
        case .integrationApproved(let it): out.pair(it.sellerID, it.provider)
        case .providerBound(let it): out.pair(it.sellerID, it.provider)
        case .providerUnbound(let it): out.pair(it.sellerID, it.provider)
        case .qualificationFiled(let it):
            out.pair(it.sellerID, it.provider)
            for paper in it.documents { out.token(3, paper) }
            out.string(4, it.registeredAddress)
            out.string(5, it.operatingAddress)
        case .trialTracked(let it):
            out.pair(it.sellerID, it.provider)
            out.id(3, it.trackingNumber)
        case .rulebookActivated(let it):
            out.string(1, it.name)
            out.string(2, it.hash)
            out.string(3, it.content)
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .validated, .routed, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .feeAssessed:
            // Written above.
            break
        }
    }
}

extension ByteWriter {
    fileprivate mutating func parcel(_ order: OrderID, _ seller: SellerID?, _ provider: ProviderID?) {
        id(1, order)
        id(2, seller)
        id(3, provider)
    }

    fileprivate mutating func pair(_ seller: SellerID, _ provider: ProviderID) {
        id(1, seller)
        id(2, provider)
    }

    fileprivate mutating func papers(_ number: Int, _ papers: ExemptionDocuments) {
        guard !papers.isEmpty else { return }
        message(number) { out in
            for bit in 0..<3 where papers.rawValue >> UInt8(bit) & 1 == 1 { out.byte(UInt8(bit + 1)) }
        }
    }
}
