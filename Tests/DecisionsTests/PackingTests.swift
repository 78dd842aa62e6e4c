import Testing
import Vocabulary

@testable import Decisions

/// Orders in few bytes, and their table.
struct PackingTests {
    @Test(arguments: 1...400)
    func `an order comes back from its bytes with everything it had`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        let known = try anyOrder(&dice, OrderID(try #require(Token("o-\(seed)"))))
        var asked: [(Token, ExemptionCase)] = []
        for request in known.requests { asked.append((request, anyCase(&dice))) }
        let waits = known.moves.map { _ in Bool.random(using: &dice) }
        let bytes = known.bytes(asking: asked, waiting: waits)
        var requests: [(Token, ExemptionCase)] = []
        var waited: [Bool] = []
        let read = unsafe bytes.withUnsafeBytes { unsafe OrderState($0, asking: &requests, waiting: &waited) }
        var back = try #require(read, "seed \(seed)")
        back.alarm = known.alarm
        #expect(String(describing: back) == String(describing: known), "seed \(seed)")
        #expect(String(describing: requests) == String(describing: asked), "seed \(seed)")
        #expect(waited == waits, "seed \(seed)")
    }

    @Test(arguments: 1...6)
    func `the table holds what was put into it, also beyond those that lie unpacked`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        var table = OrderTable(mostUnpacked: 64)
        var model: [OrderID: OrderState] = [:]
        var moved: [OrderID: UInt32] = [:]
        for step in 0..<3000 {
            let id = OrderID(try #require(Token("o-\(Int.random(in: 0..<500, using: &dice))")))
            switch Int.random(in: 0..<10, using: &dice) {
            case 0..<6:
                let order = try anyOrder(&dice, id)
                let slot = table.findOrInsert(id)
                table[slot] = order
                model[id] = order
                moved[id] = UInt32.random(in: 0...UInt32.max, using: &dice)
                table.move(slot, at: moved[id] ?? 0)
            case 6..<8:
                let removed = table.remove(id)
                #expect(String(describing: removed) == String(describing: model.removeValue(forKey: id)))
            default:
                guard let slot = table.find(id) else {
                    #expect(model[id] == nil)
                    continue
                }
                #expect(table.alarm(slot) == model[id]?.alarm)
                #expect(table.movedAt_s(slot) == moved[id])
                moved[id]? &+= 1
                table.move(slot, at: moved[id] ?? 0)
                table[slot].ordinal += 1
                model[id]?.ordinal += 1
            }
            if step % 700 == 699 { table = reopened(table) }
        }
        #expect(table.count == model.count)
        for (id, order) in model {
            let slot = try #require(table.find(id), "seed \(seed): \(id)")
            #expect(String(describing: table[slot]) == String(describing: order), "seed \(seed): \(id)")
            #expect(table.movedAt_s(slot) == moved[id], "seed \(seed): \(id)")
        }
    }

    @Test func `a copy of the table stays what it was`() throws {
        var dice = SplitMix(seed: 1)
        var table = OrderTable(mostUnpacked: 16)
        let ids = try (0..<600).map { OrderID(try #require(Token("o-\($0)"))) }
        for id in ids { table[table.findOrInsert(id)] = try anyOrder(&dice, id) }
        table.packAll()
        let (pieces, slots, free) = (table.arena.pieces, table.slots, table.free)
        let before = ids.map { id in table.find(id).map { String(describing: table[$0]) } }
        for id in ids.reversed() {
            if Bool.random(using: &dice) {
                _ = table.remove(id)
            } else {
                table[table.findOrInsert(id)] = try anyOrder(&dice, id)
            }
        }
        let copy = OrderTable(pieces, slots: slots, free: free)
        #expect(ids.map { id in copy.find(id).map { String(describing: copy[$0]) } } == before)
    }

    @Test(arguments: 1...20)
    func `the index of numbers finds the holder of each`(seed: UInt64) throws {
        var dice = SplitMix(seed: seed)
        var index = ClaimIndex()
        var model: [NumberKey: Int] = [:]
        for _ in 0..<4000 {
            let number = try #require(Token("LP\(Int.random(in: 0..<1500, using: &dice))"))
            let key = NumberKey(
                provider: Name(id: UInt32.random(in: 1...2, using: &dice)), number: TrackingNumber(number))
            if let slot = model[key] {
                #expect(index.find(key) { $0 == slot } == slot)
                if Bool.random(using: &dice) {
                    index.remove(key, slot)
                    model[key] = nil
                }
            } else {
                #expect(index.find(key) { model[key] == $0 } == nil)
                // One slot may hold several numbers.
                let slot = Int.random(in: 0..<800, using: &dice)
                index.insert(key, slot)
                model[key] = slot
            }
        }
        #expect(index.count == model.count)
    }

    private func reopened(_ table: OrderTable) -> OrderTable {
        var table = table
        table.packAll()
        return OrderTable(table.arena.pieces, slots: table.slots, free: table.free, mostUnpacked: 64)
    }

    // MARK: Any order

    private func anyOrder(_ dice: inout SplitMix, _ id: OrderID) throws -> OrderState {
        var order = OrderState(id)
        order.seller = anyName(&dice)
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            order.add(try anyDeclaration(&dice), recordedAt: anyTime(&dice))
        }
        for _ in 0..<Int.random(in: 0...5, using: &dice) { order.add(anyMove(&dice)) }
        // A long one now and then: it takes a piece of its own.
        if Int.random(in: 0..<50, using: &dice) == 0 {
            for _ in 0..<80 { order.add(anyMove(&dice)) }
        }
        for number in 0..<Int.random(in: 0...2, using: &dice) {
            order.add(request: try #require(Token("r-\(number)")))
        }
        if Bool.random(using: &dice) {
            order.handover = Handover(
                time: anyTime(&dice), position: anyPosition(&dice), recordedAt: anyTime(&dice))
        }
        if Bool.random(using: &dice) { order.severalBoxesAt = anyTime(&dice) }
        order.standing.status = try #require(ComplianceStatus.allCases.randomElement(using: &dice))
        order.standing.number = Bool.random(using: &dice) ? order.moves.last?.key : anyMove(&dice).key
        if Bool.random(using: &dice) { order.standing.firstAcceptedAt = order.moves.last?.time }
        order.standing.open = FindingSet(rawValue: UInt32.random(in: 0...3, using: &dice))
        if Bool.random(using: &dice) { order.passedSince = order.standing.firstAcceptedAt }
        order.mark = [.none, .missing, .late][Int.random(in: 0..<3, using: &dice)]
        if Bool.random(using: &dice) { order.tightestWarning = 30 }
        if Bool.random(using: &dice) { order.alarm = anyTime(&dice) }
        if Bool.random(using: &dice) {
            order.place = RoutePlace(line: anyName(&dice), hub: anyName(&dice), day: 19_849)
        }
        if Bool.random(using: &dice) { order.routedFromOutsideAt = anyTime(&dice) }
        order.ordinal = Int32.random(in: 0...40, using: &dice)
        if Bool.random(using: &dice) { order.feeDigest = dice.next() }
        order.isFinished = Bool.random(using: &dice)
        return order
    }

    private func anyDeclaration(_ dice: inout SplitMix) throws -> Declaration {
        let country = ["ES", "FR", "SA", "US"].randomElement(using: &dice).flatMap { Country($0) }
        var it = OrderDeclared(orderID: order, sellerID: store, country: try #require(country))
        it.boxes = Int32.random(in: 0...2, using: &dice)
        it.battery = Bool.random(using: &dice)
        if Bool.random(using: &dice) { it.incoterm = .ddp }
        if Bool.random(using: &dice) { it.weight = Grams(Int32.random(in: 1...30_000, using: &dice)) }
        if Bool.random(using: &dice) { it.dimensions = Dimensions(length: 300, width: 200, height: 7) }
        if Bool.random(using: &dice) { it.recipientPhone = "+34612345678" }
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            it.goods.append(Good(englishName: "手机壳 phone case", hsCode: "392690"))
        }
        let terms = DeclaredTerms(
            it, time: anyTime(&dice), position: anyPosition(&dice), category: anyName(&dice),
            provider: anyName(&dice), line: anyName(&dice))
        return Declaration(terms: terms, texts: DeclaredTexts(it))
    }

    private func anyMove(_ dice: inout SplitMix) -> Move {
        let digits = String(UInt64.random(in: 0...UInt64.max, using: &dice))
        let text = Bool.random(using: &dice) ? "LP" + digits : digits + digits
        let number = TrackingNumber(Token(text.prefix(39)) ?? Token())
        var move = Move(
            kind: Bool.random(using: &dice) ? .upload : .void, time: anyTime(&dice),
            position: anyPosition(&dice), seller: anyName(&dice), provider: anyName(&dice),
            account: anyName(&dice), number: number)
        if Bool.random(using: &dice) {
            let since = Bool.random(using: &dice) ? move.time : anyTime(&dice)
            move.hold = Hold(since: since, isVoided: Bool.random(using: &dice))
        }
        return move
    }

    private func anyCase(_ dice: inout SplitMix) -> ExemptionCase {
        var asked = ExemptionCase()
        for number in 0..<Int.random(in: 0...3, using: &dice) {
            asked.add(
                ExemptionFiling(
                    seller: anyName(&dice), order: order, category: Name(id: UInt32(number)),
                    documents: .msds, time: anyTime(&dice), position: anyPosition(&dice)))
            asked.add(
                ExemptionAnswer(
                    isApproval: Bool.random(using: &dice), time: anyTime(&dice),
                    position: anyPosition(&dice)))
        }
        return asked
    }

    private func anyName(_ dice: inout SplitMix) -> Name {
        Name(id: [0, 1, 127, 128, 70_000, UInt32.max].randomElement(using: &dice) ?? 0)
    }

    private func anyPosition(_ dice: inout SplitMix) -> Position {
        Position([0, 127, 128, 70_000_000, UInt64.max].randomElement(using: &dice) ?? 0)
    }

    private func anyTime(_ dice: inout SplitMix) -> Instant {
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: Instant(nanoseconds: Int64(bitPattern: dice.next()))
        case 1: Instant(milliseconds: -Int64.random(in: 1...1_000_000, using: &dice))
        default: Instant(milliseconds: Int64.random(in: 1_700_000_000_000...1_800_000_000_000, using: &dice))
        }
    }
}
