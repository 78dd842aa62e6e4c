import Vocabulary

extension OrderDeclared {
    @inline(__always)
    init(_ it: Fields) {
        self.init(orderID: it.id(1), sellerID: it.id(2), country: it.country(3))
        category = it.tokenIfAny(4)
        goods = it.messages(5) {
            Good(englishName: $0.text(1), hsCode: $0.token(2), quantity: $0.number(3, else: 1))
        }
        battery = it.has(6)
        magnetic = it.has(7)
        cosmetic = it.has(8)
        custom = it.has(9)
        largeFurniture = it.has(10)
        weight = it.has(11) ? Grams(it.number(11, else: 0)) : nil
        dimensions = it.message(12) {
            Dimensions(
                length: $0.number(1, else: 0), width: $0.number(2, else: 0), height: $0.number(3, else: 0))
        }
        boxes = it.number(13, else: 1)
        incoterm = it.choice(14, Numbered.incoterms)
        recipientPhone = it.tokenIfAny(15)
        taxID = it.tokenIfAny(16)
        ioss = it.tokenIfAny(17)
        provider = it.idIfAny(18)
        line = it.idIfAny(19)
    }
}

extension Validated {
    @inline(__always)
    init(_ it: Fields) {
        self.init(orderID: it.id(1), verdict: it.choice(3, Numbered.verdicts) ?? .pending)
        sellerID = it.idIfAny(2)
        findings = it.messages(4, Finding.init)
        provider = it.idIfAny(5)
        trackingNumber = it.idIfAny(6)
        erpAccount = it.idIfAny(7)
        rulebook = it.tokenIfAny(8)
        status = it.choice(9, Numbered.statuses)
        acceptedNumber = it.idIfAny(10)
        acceptedProvider = it.idIfAny(11)
        firstAcceptedAt = it.instantIfAny(12)
        open = it.messages(13, Finding.init)
        phoneMetadata = it.tokenIfAny(14)
    }
}

extension Finding {
    init(_ it: Fields) {
        self.init(
            it.choice(1, Numbered.findingCodes) ?? .notDeclared, it.has(2) ? .warning : .blocking,
            evidence: it.text(3), fix: it.text(4))
    }
}
