import Decisions
import Rulebook
import Testing
import Vocabulary

private let others: [OrderID] = (2...4).map { OrderID(stringLiteral: "819000000000000\($0)") }
private let battery: Token = "battery-products"

/// A request for the seller's whole category.
private func wide(_ id: Token = "ex-9", _ category: Token = battery, by seller: SellerID = store) -> Payload {
    requested(id, for: nil, category: category, by: seller)
}

struct CategoryExemptionTests {
    @Test func `R6 a category's approval frees the orders that came before it and those that come after`()
        throws
    {
        var world = World()
        for other in others { world.take(try special(other), at: at("2024-05-01T00:00:00Z")) }
        world.take(try special("8190000000000009", category: "custom-made"), at: at("2024-05-01T00:00:00Z"))
        world.take(wide(), at: at("2024-05-01T02:00:00Z"))
        #expect(others.allSatisfy { world.verdict(on: $0) == nil })
        let said = world.take(decided("ex-9"), at: at("2024-05-02T02:00:00Z"))
        #expect(said.count == 3)
        #expect(others.allSatisfy { world.verdict(on: $0)?.status == .exempt })
        #expect(world.verdict(on: "8190000000000009") == nil)
        world.take(try special(), at: at("2024-05-03T00:00:00Z"))
        #expect(world.verdict()?.status == .exempt)
    }

    @Test func `R6 a category's exemption is early or late for each order by its own handover`() throws {
        var world = World()
        world.take(wide(), at: at("2024-05-03T02:00:00Z"))
        world.take(decided("ex-9"), at: at("2024-05-03T03:00:00Z"))
        let handovers = ["2024-05-03T01:00:00Z", "2024-05-05T02:00:00Z", "2024-05-06T02:00:00Z"]
        for (other, time) in zip(others, handovers) {
            world.take(try special(other), at: at("2024-05-01T00:00:00Z"))
            world.take(handedOver(other), at: at(time))
        }
        // Handed over before anybody asked: no request, no finding.
        #expect(world.verdict(on: others[0])?.status ?? .awaitingNumber == .awaitingNumber)
        #expect(world.verdict(on: others[0])?.open ?? [] == [])
        #expect(world.verdict(on: others[1])?.open.map(\.code) == [.exemptionLate])
        #expect(world.verdict(on: others[2])?.status == .exempt)
    }

    @Test func `R6 a category is one seller's`() throws {
        var world = World()
        world.take(try special(), at: at("2024-05-01T00:00:00Z"))
        world.take(wide(by: "store-2"), at: at("2024-05-01T02:00:00Z"))
        world.take(decided("ex-9"), at: at("2024-05-02T02:00:00Z"))
        #expect(world.verdict() == nil)
    }

    @Test func `R23 a category's exemption that arrives after the mark withdraws it`() throws {
        var world = World()
        world.take(try special(), at: at("2024-05-01T00:00:00Z"))
        world.take(handedOver(), at: at("02:00:00"))
        world.wait(until: at("13:00:00"))
        #expect(world.mark() == .missingUpload)
        world.take(decided("ex-9"), at: at("2024-05-02T02:00:00Z"))
        world.take(wide(), at: at("2024-05-01T02:00:00Z"))
        #expect(world.mark() == nil)
    }

    @Test(arguments: 1...300)
    func `R6 the order of arrival never changes what requests for exemption come to`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let facts = try history(&dice)
        let expected = outcome(of: facts)
        for _ in 0..<6 { #expect(outcome(of: facts.shuffled(using: &dice)) == expected, "seed \(seed)") }
    }

    @Test(arguments: 1...100)
    func `R6 an order that left memory takes its requests along and brings them back`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let facts = try history(&dice) + [(.delivered(Delivered(orderID: order)), at("2024-05-30T00:00:00Z"))]
        // What is said about the seller does not bring a cold order back, so it comes first.
        let shuffled = facts.prefix(1) + facts.dropFirst().filter { isOwn($0.0) }.shuffled(using: &dice)
        var always = World()
        var forgetful = World()
        var shelf: [OrderID: [UInt8]] = [:]
        for (payload, time) in shuffled {
            always.take(payload, at: time)
            if let bytes = shelf.removeValue(forKey: order) { forgetful.bringBack(bytes) }
            forgetful.take(payload, at: time)
            shelf.merge(forgetful.forget()) { $1 }
        }
        #expect(always.log == forgetful.log, "seed \(seed)")
    }

    private func isOwn(_ payload: Payload) -> Bool {
        switch payload {
        case .exemptionDecided(let it): it.requestID == "ex-1"
        default: payload.orderID != nil
        }
    }

    private struct Outcome: Equatable {
        var status: ComplianceStatus
        var firstAcceptedAt: Instant?
        var open: [FindingCode]
        var mark: AnomalyKind?
    }

    private func outcome(of facts: [(Payload, Instant)]) -> Outcome {
        var world = World()
        for (payload, time) in facts { world.take(payload, at: time) }
        world.wait(until: at("2024-05-20T00:00:00Z"))
        let verdict = world.verdict()
        return Outcome(
            status: verdict?.status ?? .awaitingNumber, firstAcceptedAt: verdict?.firstAcceptedAt,
            open: verdict?.open.map(\.code) ?? [], mark: world.mark())
    }

    /// A special order, perhaps corrected, with requests for it and its category, answers and handovers: no two at a time.
    private func history(_ dice: inout SplitMix) throws -> [(Payload, Instant)] {
        var hours = Array(0..<240).shuffled(using: &dice)
        var moment: Instant { at("2024-05-01T00:00:00Z") + .hours(Int64(hours.popLast() ?? 0)) }
        var facts: [(Payload, Instant)] = [(bound(), at("2024-04-06T02:00:00Z"))]
        for _ in 0...Int.random(in: 0...1, using: &dice) {
            facts.append((try special(battery: Bool.random(using: &dice)), moment))
        }
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            let papers = ExemptionDocuments(rawValue: UInt8([7, 7, 5].randomElement(using: &dice) ?? 7))
            let isWide = Bool.random(using: &dice)
            facts.append(
                (
                    requested(
                        isWide ? "ex-9" : "ex-1", for: isWide ? nil : order, category: isWide ? battery : nil,
                        documents: papers), moment
                ))
        }
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            let id: Token = Bool.random(using: &dice) ? "ex-1" : "ex-9"
            let isApproval = Int.random(in: 0..<4, using: &dice) > 0
            facts.append((decided(id, isApproval ? .approved : .rejected), moment))
        }
        for _ in 0..<Int.random(in: 0...2, using: &dice) { facts.append((handedOver(), moment)) }
        if Bool.random(using: &dice) { facts.append((uploaded(), moment)) }
        return facts
    }
}
