import Vocabulary

extension OrderDeclared {
    @inline(__always)
    func write(into out: inout ByteWriter) {
        out.id(1, orderID)
        out.id(2, sellerID)
        let letters = (UInt8(country.rawValue >> 8), UInt8(truncatingIfNeeded: country.rawValue))
        out.message(3) { out in
            out.byte(letters.0)
            out.byte(letters.1)
        }
        out.token(4, category)
        for good in goods {
            out.message(5) { out in
                out.string(1, good.englishName)
                out.token(2, good.hsCode)
                out.number(3, good.quantity, unless: 1)
            }
        }
        out.flag(6, battery)
        out.flag(7, magnetic)
        out.flag(8, cosmetic)
        out.flag(9, custom)
        out.flag(10, largeFurniture)
        if let weight { out.varint(11, UInt64(bitPattern: Int64(weight.amount))) }
        if let dimensions {
            out.message(12) { out in
                out.varint(1, UInt64(bitPattern: Int64(dimensions.length)))
                out.varint(2, UInt64(bitPattern: Int64(dimensions.width)))
                out.varint(3, UInt64(bitPattern: Int64(dimensions.height)))
            }
        }
        out.number(13, boxes, unless: 1)
        out.choice(14, incoterm, Numbered.incoterms)
        out.token(15, recipientPhone)
        out.token(16, taxID)
        out.token(17, ioss)
        out.id(18, provider)
        out.id(19, line)
    }
}

extension Validated {
    @inline(__always)
    func write(into out: inout ByteWriter) {
        out.id(1, orderID)
        out.id(2, sellerID)
        out.choice(3, verdict, Numbered.verdicts)
        for finding in findings { out.finding(4, finding) }
        out.id(5, provider)
        out.id(6, trackingNumber)
        out.id(7, erpAccount)
        out.token(8, rulebook)
        out.choice(9, status, Numbered.statuses)
        out.id(10, acceptedNumber)
        out.id(11, acceptedProvider)
        out.instant(12, firstAcceptedAt)
        for finding in open { out.finding(13, finding) }
        out.token(14, phoneMetadata)
    }
}

extension ByteWriter {
    fileprivate mutating func finding(_ number: Int, _ finding: Finding) {
        message(number) { out in
            out.varint(1, UInt64(finding.code.number))
            out.flag(2, finding.severity == .warning)
            out.string(3, finding.evidence)
            out.string(4, finding.fix)
        }
    }
}
