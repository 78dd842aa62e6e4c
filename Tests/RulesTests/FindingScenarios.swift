import Vocabulary

/// A story that must raise a finding, and one as like it as can be that must not.
struct Scenario {
    let raising: [Fact]
    let sparing: [Fact]
}

extension Scenario {
    /// Without `default`: a code that is added does not compile until it has its two stories.
    static func of(_ code: FindingCode) -> Scenario {
        switch code {
        case .providerNotCertified: provider(bound: true)
        case .providerNotBound:
            upload(
                raising: [Say.declared(), Say.uploaded()],
                sparing: [Say.bound(), Say.declared(), Say.uploaded()])
        case .duplicateNumber:
            again(
                raising: Say.uploaded(at: "02:20:00", by: "mabang-1"), sparing: Say.uploaded(at: "02:20:00"))
        case .numberConflict:
            again(
                [Say.declared(Say.other), Say.handedOver(Say.other)],
                raising: Say.uploaded("LP00612345678901", Say.other, at: "02:20:00"),
                sparing: Say.uploaded("LP00612345678902", Say.other, at: "02:20:00"))
        case .voidedNumber:
            again(
                [Say.voided(at: "02:15:00")], raising: Say.uploaded("LP00612345678901", at: "02:20:00"),
                sparing: Say.uploaded("LP00612345678902", at: "02:20:00"))
        case .numberFormat:
            upload(
                raising: s10("RR473124820CN"), sparing: s10("RR473124829CN"))
        case .hsMismatch: declared(raising: { $0.goods[0].englishName = "toy car" })
        case .hsUnknown: declared(raising: { $0.goods[0].hsCode = "999999" })
        case .vagueName: declared(raising: { $0.goods[0].englishName = "gift" })
        case .phoneFormat: declared(raising: { $0.recipientPhone = "612345678" })
        case .taxID: declared(raising: { $0.ioss = "IN3720000224" })
        case .multiBox: declared(raising: { $0.boxes = 2 })
        case .exemptionLate: exemption(raising: "2024-05-03T02:00:00.001Z", .complete)
        case .exemptionIncomplete: exemption(raising: "2024-05-03T02:00:00Z", [.materialProof, .msds])
        case .notDeclared:
            upload(
                raising: [Say.bound(), Say.uploaded()],
                sparing: [Say.bound(), Say.declared(), Say.uploaded()])
        }
    }

    private static func upload(raising: [Fact], sparing: [Fact]) -> Scenario {
        Scenario(raising: raising, sparing: sparing)
    }

    /// The good order, and one fact more.
    private static func again(_ more: [Fact] = [], raising: Fact, sparing: Fact) -> Scenario {
        let good = [Say.bound(), Say.declared(), Say.handedOver(), Say.uploaded()] + more
        return Scenario(raising: good + [raising], sparing: good + [sparing])
    }

    private static func declared(raising change: (inout OrderDeclared) -> Void) -> Scenario {
        let rest = [Say.handedOver(), Say.uploaded()]
        return Scenario(
            raising: [Say.bound(), Say.declared(Say.order, change)] + rest,
            sparing: [Say.bound(), Say.declared()] + rest)
    }

    private static func provider(bound: Bool) -> Scenario {
        let story = [
            Say.bound("acme-express"), Say.declared(provider: "acme-express"),
            Say.uploaded("AC1", provider: "acme-express"),
        ]
        let certified = Fact(
            payload: .providerCertified(ProviderCertified(provider: "acme-express")),
            time: at("2024-01-01T00:00:00Z"))
        return Scenario(raising: story, sparing: [certified] + story)
    }

    private static func s10(_ number: TrackingNumber) -> [Fact] {
        [
            Say.bound("yanwen"), Say.declared(provider: "yanwen"), Say.uploaded(number, provider: "yanwen"),
        ]
    }

    private static func exemption(raising time: String, _ documents: ExemptionDocuments) -> Scenario {
        func story(_ time: String, _ documents: ExemptionDocuments) -> [Fact] {
            let battery = Say.declared(at: "2024-05-02T00:00:00Z") {
                $0.category = "battery-products"
                $0.battery = true
                $0.goods = [Good(englishName: "power bank", hsCode: "850760")]
            }
            return [Say.bound(), battery]
                + Say.exemption(at: time, documents, approvedAt: "2024-05-05T02:00:00Z") + [Say.handedOver()]
        }
        return Scenario(
            raising: story(time, documents), sparing: story("2024-05-03T02:00:00Z", .complete))
    }
}
