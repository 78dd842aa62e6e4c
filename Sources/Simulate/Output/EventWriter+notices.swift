/// Events about sellers and carriers, and about requests for exemption.
extension EventWriter {
    /// - Parameter number: of the notice among those of the pair; names the event.
    func write(
        _ notice: Notice, _ number: Int, of pair: Onboarding, at time: Int64, sequence: UInt64,
        to bytes: inout [UInt8]
    ) {
        let (seller, carrier) = (Seller.all[pair.seller], Carrier.all[pair.carrier])
        bytes.append("{\"specversion\":\"1.0\",\"id\":\"")
        bytes.append(seller.id)
        bytes.append("-")
        bytes.append(carrier.id)
        bytes.append("-")
        numbers.appendTag(to: &bytes)
        bytes.append("-")
        bytes.append(UInt64(number) + 1, width: 2)
        open(.platform, Self.type(of: notice), at: time, sequence: sequence, to: &bytes)
        bytes.append("sellerId", seller.id, first: true)
        bytes.append("provider", carrier.id)
        switch notice {
        case .engaged, .approved, .bound, .unbound: break
        case .filed(let lacks, let differs):
            bytes.append(name: "documents")
            let papers = Onboarding.papers.enumerated().filter { $0.offset != lacks }
            bytes.append(list: papers.map(\.element))
            bytes.append("registeredAddress", "8 Keji Road, Nanshan, Shenzhen")
            bytes.append(
                "operatingAddress",
                differs ? "21 Baoan Avenue, Baoan, Shenzhen" : "8 Keji Road, Nanshan, Shenzhen")
        case .tracked(let track):
            bytes.append(name: "trackingNumber")
            bytes.append(0x22)
            numbers.appendTrial(track, of: pair, to: &bytes)
            bytes.append(0x22)
        }
        bytes.append("}}\n")
    }

    private static func type(of notice: Notice) -> StaticString {
        switch notice {
        case .engaged: "provider-engaged"
        case .filed: "qualification-filed"
        case .tracked: "trial-tracked"
        case .approved: "integration-approved"
        case .bound: "provider-bound"
        case .unbound: "provider-unbound"
        }
    }

    /// A seller's request for its whole category, or with `isDecision` the answer to it.
    func write(
        _ request: CategoryRequest, of seller: Int, isDecision: Bool, sequence: UInt64,
        to bytes: inout [UInt8]
    ) {
        let publisher = Self.publisher(of: seller, isDecision: isDecision)
        bytes.append("{\"specversion\":\"1.0\",\"id\":\"")
        appendRequest(of: seller, to: &bytes)
        bytes.append(isDecision ? "-decided" : "-filed")
        open(
            publisher, isDecision ? "exemption-decided" : "exemption-requested",
            at: isDecision ? request.decidedAt : request.filedAt, sequence: sequence, to: &bytes)
        bytes.append("\"requestId\":\"")
        appendRequest(of: seller, to: &bytes)
        bytes.append("\"")
        if isDecision {
            bytes.append("decision", request.story == .rejected ? "rejected" : "approved")
        } else {
            bytes.append("sellerId", Seller.all[seller].id)
            bytes.append("category", "battery-products")
            append(papers: request.papers, to: &bytes)
        }
        bytes.append("}}\n")
    }

    /// The id of a seller's request for its category.
    func appendRequest(of seller: Int, to bytes: inout [UInt8]) {
        bytes.append("ex-")
        bytes.append(Seller.all[seller].id)
        bytes.append("-")
        numbers.appendTag(to: &bytes)
    }

    static func publisher(of seller: Int, isDecision: Bool) -> Publisher {
        isDecision ? .platform : .account(Seller.all[seller].account)
    }

    func append(papers: UInt8, to bytes: inout [UInt8]) {
        bytes.append(name: "documents")
        bytes.append(list: ExemptionPapers.names(in: papers))
    }

    /// From the id to the beginning of the data.
    private func open(
        _ publisher: Publisher, _ type: StaticString, at time: Int64, sequence: UInt64,
        to bytes: inout [UInt8]
    ) {
        bytes.append("\",\"source\":\"")
        bytes.append(contentsOf: Publisher.sources[publisher.index])
        bytes.append("\",\"type\":\"firstmile.")
        bytes.append(type)
        bytes.append(".v1\",\"time\":\"")
        bytes.append(time: time)
        bytes.append("\",\"datacontenttype\":\"application/json\",\"sequence\":\"")
        bytes.append(sequence, width: 12)
        bytes.append("\",\"data\":{")
    }
}
