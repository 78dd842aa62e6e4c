public import Vocabulary

/// An order that left memory: its bytes, and digests of the numbers it holds for good and of its requests for exemption.
public struct ColdOrder: Sendable {
    public let id: OrderID
    public let bytes: [UInt8]
    public let numbers: [UInt64]
    public let awaited: [UInt64]
}

/// Finished orders, and those that nobody speaks of any more, leave memory and come back when a fact names them; the
/// owner keeps the bytes.
extension GateState {
    /// Whether the order is in memory.
    public func holds(_ id: OrderID) -> Bool { orders.find(id) != nil }

    /// The digest under which a number's holder is filed.
    public static func digest(of number: TrackingNumber, _ provider: ProviderID) -> UInt64 {
        Token.fold(provider.digest ^ 0x2545_F491_4F6C_DD1D, number.normalised.digest)
    }

    /// The digest under which the order is filed that a request for exemption names.
    public static func digest(ofRequest request: Token) -> UInt64 {
        Token.fold(request.digest ^ 0x6C62_272E_07BB_0142, 0x94D0_49BB_1331_11EB)
    }

    /// The digests under which an order is filed that waits for its provider.
    public static func digest(ofBinding seller: SellerID, _ provider: ProviderID) -> UInt64 {
        Token.fold(seller.digest ^ 0x9E6C_63D0_876A_68B5, provider.digest)
    }

    public static func digest(ofCertification provider: ProviderID) -> UInt64 {
        Token.fold(provider.digest ^ 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9)
    }

    /// Orders in memory that will be judged again for a request for exemption, or for the answer to one.
    public func ordersConcerned(by payload: Payload) -> Set<OrderID> {
        switch payload {
        case .exemptionDecided(let it): return exemptions.orders(concernedBy: it.requestID, isAnswered: true)
        case .exemptionRequested(let it):
            let concerned = exemptions.orders(concernedBy: it.requestID)
            guard it.orderID == nil, let category = it.category else { return concerned }
            let key = Self.pair(names.find(it.sellerID.token), names.find(category))
            return concerned.union(exemptions.exemptible[key] ?? [])
        default: return []
        }
    }

    /// Whether somebody in memory holds the number, or held and voided it.
    public func knowsHolder(of number: TrackingNumber, _ provider: ProviderID) -> Bool {
        claim(on: NumberKey(provider: names.find(provider.token), number: number.normalised)) != nil
    }

    /// Digests of the numbers that were uploaded for an order and whose holder nobody in memory is.
    public func numbersInQuestion(of order: OrderID) -> [UInt64] {
        guard let slot = orders.find(order) else { return [] }
        return orders[slot].moves.compactMap { move in
            guard move.kind == .upload, move.hold == nil, claim(on: move.key) == nil else { return nil }
            return Self.digest(of: move.number, ProviderID(names[move.provider]))
        }
    }

    /// Orders whose number waits for this very fact about its provider, in a fixed order: what is first come, first
    /// served among them must not depend on a hash.
    public func ordersWaiting(for payload: Payload) -> [OrderID] {
        let slots: [Int]
        switch payload {
        case .providerBound(let it):
            slots = waiting.orders(of: names.find(it.sellerID.token), names.find(it.provider.token))
        case .providerCertified(let it): slots = waiting.orders(of: names.find(it.provider.token))
        default: return []
        }
        return slots.map { orders[$0].id }.sorted()
    }

    /// Takes the oldest finished order out of memory while more than `keeping` of them wait.
    public mutating func takeFinished(keeping: Int) -> ColdOrder? {
        while finished.count - nextFinished > keeping {
            let id = finished[nextFinished]
            nextFinished += 1
            if nextFinished > 4096, nextFinished * 2 > finished.count {
                finished.removeFirst(nextFinished)
                nextFinished = 0
            }
            guard let slot = orders.find(id), orders[slot].isFinished, orders.alarm(slot) == nil
            else { continue }
            return leave(slot)
        }
        return nil
    }

    /// Takes an order out of memory that was never finished and of which nothing was heard since `limit`, by the log's
    /// time: given up, or delivered and nobody said so.
    ///
    /// Looks at two orders a call, the next ones each time: called once a fact, it goes through them all faster than
    /// new ones come. An order stays while its clock runs, and while a request for its category may free it without
    /// naming it.
    public mutating func takeIdle(since limit: Instant) -> ColdOrder? {
        for _ in 0..<min(2, orders.slots) {
            nextIdle = nextIdle + 1 < orders.slots ? nextIdle + 1 : 0
            guard let moved = orders.movedAt_s(nextIdle), moved < limit.wholeSeconds,
                orders.alarm(nextIdle) == nil, !mayBeFreedUnnamed(orders[nextIdle])
            else { continue }
            return leave(nextIdle)
        }
        return nil
    }

    private func mayBeFreedUnnamed(_ order: borrowing OrderState) -> Bool {
        for declaration in order.declarations
        where exemptions.holds(order.id, order.seller, declaration.terms.category) {
            return true
        }
        return false
    }

    /// What an order holds and what was asked for it leave memory with it.
    private mutating func leave(_ slot: Int) -> ColdOrder? {
        guard let order = orders.remove(orders[slot].id) else { return nil }
        let waits = order.moves.map { waiting.holds(slot, of: $0.seller, $0.provider) }
        var awaited = order.requests.map { Self.digest(ofRequest: $0) }
        for move in order.moves where waiting.holds(slot, of: move.seller, move.provider) {
            waiting.remove(slot, of: move.seller, move.provider)
            // Where no rule applies a fact about the provider frees nobody; one that makes a rule apply names the order.
            guard order.standing.status != .notApplicable else { continue }
            let (seller, provider) = (SellerID(names[move.seller]), ProviderID(names[move.provider]))
            awaited += [Self.digest(ofBinding: seller, provider), Self.digest(ofCertification: provider)]
        }
        let held = order.moves.filter { $0.hold != nil }.map(\.key)
        for key in held { claims.remove(key, slot) }
        for declaration in order.declarations {
            exemptions.forget(order.id, order.seller, declaration.terms.category)
        }
        let requests = order.requests.map { ($0, exemptions.take($0, of: order.id)) }
        return ColdOrder(
            id: order.id, bytes: order.bytes(asking: requests, waiting: waits),
            numbers: held.map { Self.digest(of: $0.number, ProviderID(names[$0.provider])) },
            awaited: awaited)
    }

    /// Which order these bytes are of.
    public static func order(in bytes: UnsafeRawBufferPointer) -> OrderID {
        guard let base = bytes.baseAddress else { return OrderID(Token()) }
        var reader = unsafe PackReader(at: base)
        return OrderID(reader.token())
    }

    /// Brings an order back; no-op when it is here already.
    public mutating func restore(_ bytes: UnsafeRawBufferPointer) {
        var requests: [(Token, ExemptionCase)] = []
        var waits: [Bool] = []
        guard var order = unsafe OrderState(bytes, asking: &requests, waiting: &waits),
            orders.find(order.id) == nil
        else { return }
        // Who took a number meanwhile keeps it.
        for index in order.moves.indices where order.moves[index].hold != nil {
            guard let claim = claim(on: order.moves[index].key), claim.order != order.id else { continue }
            order.moves[index].hold = nil
        }
        for (request, asked) in requests { exemptions.put(request, asked) }
        let slot = orders.insert(order)
        for move in order.moves where move.hold != nil { claims.insert(move.key, slot) }
        for (move, isWaiting) in zip(order.moves, waits) where isWaiting {
            waiting.add(slot, of: move.seller, move.provider)
        }
        if order.isFinished { finished.append(order.id) }
    }

    /// Makes the numbers of an order that stays cold known, for one decision.
    public mutating func adoptClaims(of bytes: UnsafeRawBufferPointer) {
        var requests: [(Token, ExemptionCase)] = []
        var waits: [Bool] = []
        guard let order = unsafe OrderState(bytes, asking: &requests, waiting: &waits) else { return }
        for move in order.moves {
            guard let hold = move.hold, claim(on: move.key) == nil else { continue }
            adopted[move.key] = Claim(order: order.id, hold)
        }
    }
}
