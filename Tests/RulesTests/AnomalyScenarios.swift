import Rulebook
import Vocabulary

extension Scenario {
    /// Without `default`: a kind that is added does not compile until it has its two stories.
    static func of(_ kind: AnomalyKind) -> Scenario {
        switch kind {
        case .providerNotCertified: of(FindingCode.providerNotCertified)
        case .providerNotBound: of(FindingCode.providerNotBound)
        case .duplicateNumber: of(FindingCode.duplicateNumber)
        case .numberConflict: of(FindingCode.numberConflict)
        case .voidedNumber: of(FindingCode.voidedNumber)
        case .numberFormat: of(FindingCode.numberFormat)
        case .hsMismatch: of(FindingCode.hsMismatch)
        case .hsUnknown: of(FindingCode.hsUnknown)
        case .vagueName: of(FindingCode.vagueName)
        case .phoneFormat: of(FindingCode.phoneFormat)
        case .taxID: of(FindingCode.taxID)
        case .multiBox: of(FindingCode.multiBox)
        case .exemptionLate: of(FindingCode.exemptionLate)
        case .exemptionIncomplete: of(FindingCode.exemptionIncomplete)
        case .lateUpload: uploaded(raising: "04:00:00.001", sparing: "04:00:00")
        case .missingUpload: missing
        case .qualificationIncomplete: qualification { $0.documents.removeFirst() }
        case .addressMismatch: qualification { $0.operatingAddress = "2 Other Road, Shenzhen" }
        case .outOfOrder: outOfOrder
        case .backdated: backdated
        case .lost:
            Scenario(
                raising: good + [Say.said(.lost(Lost(orderID: Say.order)), at: "09:00:00")],
                sparing: good + [Say.said(.delivered(Delivered(orderID: Say.order)), at: "09:00:00")])
        case .verdictDiverges: platform
        case .publisherGap:
            Scenario(raising: counted([1, 2, 4]), sparing: counted([1, 2, 3]))
        case .stalled: stalled
        case .rateAlarm: rateAlarm
        case .feeMismatch: Scenario(raising: billed(3871), sparing: billed(3550))
        }
    }

    private static let good = [Say.bound(), Say.declared(), Say.handedOver(), Say.uploaded()]

    private static func uploaded(raising: String, sparing: String) -> Scenario {
        let before = [Say.bound(), Say.declared(), Say.handedOver()]
        return Scenario(
            raising: before + [Say.uploaded(at: raising)], sparing: before + [Say.uploaded(at: sparing)])
    }

    private static var missing: Scenario {
        let before = [Say.bound(), Say.declared(), Say.handedOver()]
        return Scenario(raising: before, sparing: before + [Say.uploaded()])
    }

    private static func qualification(_ spoil: (inout QualificationFiled) -> Void) -> Scenario {
        var filed = QualificationFiled(sellerID: Say.store, provider: "cainiao")
        filed.documents = RulebookFile.shipped.rules.onboarding.papers.map(\.id)
        filed.registeredAddress = "1 Example Road, Shenzhen"
        filed.operatingAddress = "1 Example Road, Shenzhen"
        var spoiled = filed
        spoil(&spoiled)
        return Scenario(
            raising: [Say.said(.qualificationFiled(spoiled), at: "01:00:00")],
            sparing: [Say.said(.qualificationFiled(filed), at: "01:00:00")])
    }

    private static var outOfOrder: Scenario {
        let delivered = Say.said(.delivered(Delivered(orderID: Say.order)), at: "01:00:00")
        let later = Say.said(.delivered(Delivered(orderID: Say.order)), at: "09:00:00")
        return Scenario(raising: good + [delivered], sparing: good + [later])
    }

    /// Two days back, from a publisher whose clock is not believed, and from one whose clock is.
    private static var backdated: Scenario {
        let time = "2024-05-03T00:00:00Z"
        return Scenario(
            raising: [Say.bound(), Say.declared(), Say.uploaded(at: time, source: "untrusted/erp")],
            sparing: [Say.bound(), Say.declared(), Say.uploaded(at: time)])
    }

    private static var platform: Scenario {
        func says(_ verdict: Verdict) -> [Fact] {
            good + [
                Say.said(
                    .validated(Validated(orderID: Say.order, verdict: verdict)), at: "02:12:00",
                    source: "platform/test")
            ]
        }
        return Scenario(raising: says(.intercepted), sparing: says(.pass))
    }

    private static func counted(_ sequences: [UInt64]) -> [Fact] {
        let orders: [OrderID] = ["1", "2", "3"]
        return zip(orders, sequences).map { order, sequence in
            var fact = Say.handedOver(order)
            fact.sequence = sequence
            return fact
        }
    }

    /// Three weeks without a scan, and with one a day.
    private static var stalled: Scenario {
        let days = (7...28).map { "2024-05-\($0 < 10 ? "0" : "")\($0)T02:00:00Z" }
        let first = Say.scanned("PU_PICKUP_SUCCESS", at: "06:00:00")
        let life = days.map { Say.handedOver(Say.other, at: $0) }
        let codes: [Token] = ["SC_INBOUND_SUCCESS", "LH_DEPART"]
        let scans = zip(days.indices, days).compactMap { index, day in
            index % 7 == 0 && index / 7 < codes.count ? Say.scanned(codes[index / 7], at: day) : nil
        }
        let end = Say.said(.delivered(Delivered(orderID: Say.order)), at: "2024-05-16T03:00:00Z")
        return Scenario(
            raising: good + [first] + life,
            sparing: (good + [first] + life + scans + [end]).sorted { $0.time < $1.time })
    }

    /// A fortnight of forty parcels a day, one of them intercepted; on the last day every other one.
    private static var rateAlarm: Scenario {
        func days(last: Int) -> [Fact] {
            (0..<15).flatMap { day in
                (0..<40).flatMap { parcel -> [Fact] in
                    let id = OrderID(Token("\(day)-\(parcel)") ?? "parcel")
                    let isBad = parcel < (day == 13 ? last : 1)
                    let number = TrackingNumber(Token("LP\(10_000_000_000_000 + day * 100 + parcel)") ?? "LP")
                    let start = at("00:00:00") + .days(Int64(day)) + .minutes(Int64(parcel))
                    var facts = [
                        Say.declared(id) { $0.recipientPhone = isBad ? "612345678" : "+34612345678" },
                        Say.uploaded(number, id),
                    ]
                    for index in facts.indices { facts[index].time = start + .seconds(Int64(index)) }
                    return facts
                }
            }
        }
        return Scenario(raising: [Say.bound()] + days(last: 20), sparing: [Say.bound()] + days(last: 1))
    }

    /// 350 g of the Cainiao standard line: 3800 and 250, less the first coupon of 500.
    private static func billed(_ fen: Int64) -> [Fact] {
        good + [
            Say.said(.feeBilled(FeeBilled(orderID: Say.order, amount: Fen(fen))), at: "2024-05-07T02:00:00Z")
        ]
    }
}
