public import Vocabulary

/// An order that left memory: its bytes, and digests of the numbers it holds for good.
public struct ColdOrder: Sendable {
    public let id: OrderID
    public let bytes: [UInt8]
    public let numbers: [UInt64]
}

/// Finished orders leave memory and come back when a late fact names them; the owner keeps the bytes.
extension GateState {
    /// Whether the order is in memory.
    public func holds(_ id: OrderID) -> Bool { orders.find(id) != nil }

    /// The digest under which a number's holder is filed.
    public static func digest(of number: TrackingNumber, _ provider: ProviderID) -> UInt64 {
        Token.fold(provider.digest ^ 0x2545_F491_4F6C_DD1D, number.normalised.digest)
    }

    /// Whether somebody in memory holds the number, or held and voided it.
    public func knowsHolder(of number: TrackingNumber, _ provider: ProviderID) -> Bool {
        claims[NumberKey(provider: names.find(provider.token), number: number.normalised)] != nil
    }

    /// Digests of the numbers that wait to be bound to an order and whose holder nobody in memory is.
    public func numbersInQuestion(of order: OrderID) -> [UInt64] {
        guard let slot = orders.find(order), orders[slot].standing.number == nil else { return [] }
        return orders[slot].moves.compactMap { move in
            guard move.kind == .upload, claims[move.key] == nil else { return nil }
            return Self.digest(of: move.number, ProviderID(names[move.provider]))
        }
    }

    /// Orders whose number waits because of its provider.
    public func ordersWaiting(on provider: ProviderID) -> Set<OrderID> {
        waiting[names.find(provider.token)] ?? []
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
            guard let slot = orders.find(id), orders[slot].isFinished, orders[slot].alarm == nil,
                let order = orders.remove(id)
            else { continue }
            var bytes: [UInt8] = []
            order.encode(into: &bytes)
            var numbers: [UInt64] = []
            for move in order.moves { stopWaiting(id, for: move.provider) }
            for key in order.moves.map(\.key) where claims[key]?.order == id {
                claims[key] = nil
                numbers.append(Self.digest(of: key.number, ProviderID(names[key.provider])))
            }
            return ColdOrder(id: id, bytes: bytes, numbers: numbers)
        }
        return nil
    }

    /// Which order these bytes are of.
    public static func order(in bytes: UnsafeRawBufferPointer) -> OrderID {
        unsafe bytes.loadUnaligned(as: OrderID.self)
    }

    /// Brings an order back; no-op when it is here already.
    public mutating func restore(_ bytes: UnsafeRawBufferPointer) {
        let order = unsafe OrderState(decoding: bytes)
        guard orders.find(order.id) == nil else { return }
        for (key, claim) in Self.claims(of: order) { claims[key] = claim }
        let wasFinished = order.isFinished
        let id = order.id
        _ = orders.insert(order)
        if wasFinished { finished.append(id) }
    }

    /// Makes the numbers of an order that stays cold known, for one decision.
    public mutating func adoptClaims(of bytes: UnsafeRawBufferPointer) {
        let order = unsafe OrderState(decoding: bytes)
        for (key, claim) in Self.claims(of: order) where claims[key] == nil {
            claims[key] = claim
            adopted.append(key)
        }
    }

    /// Forgets what ``adoptClaims(of:)`` made known, where it still belongs to a cold order.
    public mutating func dropAdoptedClaims() {
        for key in adopted {
            if let claim = claims[key], orders.find(claim.order) == nil { claims[key] = nil }
        }
        adopted.removeAll(keepingCapacity: true)
    }

    private static func claims(of order: OrderState) -> [(NumberKey, Claim)] {
        var claims: [(NumberKey, Claim)] = []
        for move in order.moves where move.kind == .void {
            claims.append((move.key, Claim(order: order.id, since: move.time, isVoided: true)))
        }
        if let number = order.standing.number, let since = order.boundSince {
            claims.append((number, Claim(order: order.id, since: since)))
        }
        return claims
    }
}
