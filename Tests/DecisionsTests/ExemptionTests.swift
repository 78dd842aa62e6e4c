import Decisions
import Rulebook
import Testing
import Vocabulary

private let handover = at("2024-05-06T02:00:00Z")

func requested(
    _ id: Token = "ex-1", for order: OrderID? = order, category: Token? = nil,
    documents: ExemptionDocuments = .complete, by seller: SellerID = store
) -> Payload {
    var it = ExemptionRequested(requestID: id, sellerID: seller, orderID: order, documents: documents)
    it.category = category
    return .exemptionRequested(it)
}

func decided(
    _ id: Token = "ex-1", _ decision: ExemptionDecided.Decision = .approved, for order: OrderID? = nil
) -> Payload {
    .exemptionDecided(ExemptionDecided(requestID: id, orderID: order, decision: decision))
}

func special(
    _ id: OrderID = order, category: Token? = "battery-products", battery: Bool = true,
    to country: String = "ES"
) throws -> Payload {
    guard case .orderDeclared(var it) = try declared(id, to: country) else { return bound() }
    it.category = category
    it.battery = battery
    return .orderDeclared(it)
}

/// A bound seller with one order of special goods.
private func ready() throws -> World {
    var world = World()
    world.take(bound(), at: at("2024-04-06T02:00:00Z"))
    world.take(try special(), at: at("2024-05-02T02:00:00Z"))
    return world
}

struct ExemptionTests {
    @Test(arguments: [
        ("2024-05-03T01:59:59.999Z", ComplianceStatus.exempt), ("2024-05-03T02:00:00.000Z", .exempt),
        ("2024-05-03T02:00:00.001Z", .awaitingNumber),
    ])
    func `R6 seventy-two hours to the millisecond`(requestedAt: String, status: ComplianceStatus) throws {
        var world = try ready()
        world.take(requested(), at: at(requestedAt))
        world.take(decided(), at: at("2024-05-05T02:00:00Z"))
        world.take(handedOver(), at: handover)
        world.wait(until: at("2024-05-07T00:00:00Z"))
        #expect(world.verdict()?.status == status)
        #expect(world.mark() == (status == .exempt ? nil : .missingUpload))
        #expect(world.verdict()?.open.map(\.code) == (status == .exempt ? [] : [.exemptionLate]))
    }

    @Test func `R6 an approved request exempts provisionally until the real handover judges again`() throws {
        var world = try ready()
        world.take(requested(), at: at("2024-05-05T02:00:00Z"))
        world.take(decided(), at: at("2024-05-05T12:00:00Z"))
        #expect(world.verdict()?.status == .exempt)
        world.take(handedOver(), at: handover)
        #expect(world.verdict()?.status == .awaitingNumber)
        #expect(world.verdict()?.open.map(\.code) == [.exemptionLate])
    }

    @Test(arguments: [[.msds, .materialProof], [.msds], []] as [ExemptionDocuments])
    func `R6 without all three papers the order must comply`(filed: ExemptionDocuments) throws {
        var world = try ready()
        world.take(requested(documents: filed), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        world.take(handedOver(), at: handover)
        let finding = try #require(world.verdict()?.open.first)
        #expect(finding.code == .exemptionIncomplete)
        #expect(finding.evidence.hasPrefix("ex-1 lacks "))
        #expect(finding.evidence.contains("carrier-qualification"))
        #expect(world.verdict()?.status == .awaitingNumber)
    }

    @Test(arguments: [
        ("2024-05-03T02:00:00Z", ComplianceStatus.exempt), ("2024-05-03T03:00:00Z", .awaitingNumber),
    ])
    func `R6 filed again with the missing papers, the complete request counts by its own time`(
        again: String, status: ComplianceStatus
    ) throws {
        var world = try ready()
        world.take(requested(documents: [.msds]), at: at("2024-05-01T02:00:00Z"))
        world.take(requested(), at: at(again))
        world.take(decided(), at: at("2024-05-04T02:00:00Z"))
        world.take(handedOver(), at: handover)
        #expect(world.verdict()?.status == status)
        #expect(world.verdict()?.open.map(\.code) == (status == .exempt ? [] : [.exemptionLate]))
    }

    @Test func `R6 filing a complete request once more undoes nothing`() throws {
        var world = try ready()
        for day in ["01", "05"] { world.take(requested(), at: at("2024-05-\(day)T02:00:00Z")) }
        world.take(decided(), at: at("2024-05-05T12:00:00Z"))
        world.take(handedOver(), at: handover)
        #expect(world.verdict()?.status == .exempt)
    }

    @Test(arguments: [
        ("2024-05-06T02:00:00.000Z", ExemptionRules.ApprovalLimit.handover, true),
        ("2024-05-06T02:00:00.001Z", .handover, false), ("2024-05-06T02:00:00.001Z", .ever, true),
    ])
    func `R6 filed but undecided at the handover is not exempt, unless the rulebook lets it`(
        approvedAt: String, limit: ExemptionRules.ApprovalLimit, isExempt: Bool
    ) throws {
        var rules = RulebookFile.shipped.rules
        rules.exemption.approvedBy = limit
        var world = World(rules: rules)
        world.take(try special(), at: at("2024-05-01T02:00:00Z"))
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(handedOver(), at: handover)
        world.take(decided(), at: at(approvedAt))
        #expect((world.verdict()?.status == .exempt) == isExempt)
        #expect(world.verdict()?.open ?? [] == [])
    }

    @Test(arguments: [[], [ExemptionDecided.Decision.rejected], [.approved, .rejected]])
    func `R6 undecided or rejected is mandatory and no finding`(answers: [ExemptionDecided.Decision]) throws {
        var world = try ready()
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        for (hour, answer) in answers.enumerated() {
            world.take(decided("ex-1", answer), at: at("2024-05-02T0\(hour):00:00Z"))
        }
        world.take(handedOver(), at: handover)
        world.wait(until: at("2024-05-07T00:00:00Z"))
        #expect(world.mark() == .missingUpload)
        #expect(world.verdict()?.open ?? [] == [])
        #expect(world.verdict()?.status ?? .awaitingNumber == .awaitingNumber)
    }

    @Test func `R6 a failed exemption never blocks an otherwise good number`() throws {
        var world = try ready()
        world.take(requested(), at: at("2024-05-05T02:00:00Z"))
        world.take(decided(), at: at("2024-05-05T03:00:00Z"))
        world.take(handedOver(), at: handover)
        world.take(uploaded(), at: at("02:30:00"))
        #expect(world.verdict()?.verdict == .pass)
        #expect(world.verdict()?.findings == [])
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.open.map(\.code) == [.exemptionLate])
    }

    @Test func `R6 an exempt order's number is taken with the verdict exempt, whoever carries it`() throws {
        var world = try ready()
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        world.take(handedOver(), at: handover)
        world.take(uploaded("X1", provider: "nobody-knows"), at: at("09:00:00"))
        #expect(world.verdict()?.verdict == .exempt)
        #expect(world.verdict()?.acceptedNumber == "X1")
        world.wait(until: at("2024-05-07T00:00:00Z"))
        #expect(world.mark() == nil)
    }

    @Test func `R23 an exemption that arrives after the mark withdraws it as exempt`() throws {
        var world = try ready()
        world.take(handedOver(), at: handover)
        world.wait(until: at("2024-05-07T00:00:00Z"))
        #expect(world.mark() == .missingUpload)
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        let said = world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        guard case .deadlineWithdrawn(let it) = said.last else {
            Issue.record("nothing was withdrawn: \(said)")
            return
        }
        #expect(it.reason == .exempt)
        #expect(world.mark() == nil)
        #expect(world.verdict()?.status == .exempt)
    }

    @Test func `R5 standard goods cannot be exempted, and nobody is told why not`() throws {
        var world = World()
        world.take(try special(category: "home-garden", battery: false), at: at("2024-05-01T00:00:00Z"))
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        world.take(handedOver(), at: handover)
        #expect(world.verdict()?.status ?? .awaitingNumber == .awaitingNumber)
        #expect(world.verdict()?.open ?? [] == [])
    }

    @Test func `R5 an electronic accessory with a battery is mandatory until an exemption covers it`() throws
    {
        var world = World()
        world.take(try special(category: "electronic-accessories"), at: at("2024-05-01T00:00:00Z"))
        #expect(world.verdict() == nil)
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        #expect(world.verdict()?.status == .exempt)
    }

    @Test func `R6 another seller's request frees nobody`() throws {
        var world = try ready()
        world.take(requested(by: "store-2"), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(for: order), at: at("2024-05-02T02:00:00Z"))
        #expect(world.verdict() == nil)
    }

    @Test func `R6 a request of a country without the rule changes nothing`() throws {
        var world = World()
        world.take(try special(to: "IT"), at: at("2024-05-01T00:00:00Z"))
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-02T02:00:00Z"))
        #expect(world.verdict()?.status == .notApplicable)
    }
}
