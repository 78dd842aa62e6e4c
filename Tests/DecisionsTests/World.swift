import Decisions
import Rulebook
import Testing
import Vocabulary

/// A gate with its log, for tests: facts go in, everything that follows is kept.
struct World: ~Copyable {
    private(set) var state = GateState()
    private(set) var log: [Recorded] = []
    private(set) var gate: Gate
    /// The log's time; facts do not move it, ``wait(until:)`` does.
    private(set) var now: Instant
    /// What left memory.
    private var shelf: [OrderID: ColdOrder] = [:]

    init(rules: Rulebook = RulebookFile.shipped.rules, now: Instant = at("2024-05-06T12:00:00Z")) {
        gate = Gate(rules: rules, phones: NumberingPlan(), goods: SmallIndex())
        self.now = now
    }

    /// Lets another rulebook judge from its beginning on.
    mutating func activate(_ rules: Rulebook) { gate.activate(rules) }

    /// Records a fact and what follows from it; gives back what followed.
    @discardableResult
    mutating func take(_ payload: Payload, at time: Instant, trusted: Bool = true) -> [Payload] {
        bringBackConcerned(by: payload)
        var recorded = append(payload, at: time, .fact, nil)
        recorded.trustsClock = trusted
        log[log.count - 1] = recorded
        state.evolve(with: recorded)
        var decisions: [Decision] = []
        gate.decide(after: recorded, given: state, into: &decisions)
        record(decisions)
        for order in Set([payload.orderID].compactMap(\.self) + decisions.compactMap(\.payload.orderID)) {
            gate.arm(order, in: &state, at: now)
        }
        return decisions.map(\.payload)
    }

    /// Lets the log's time pass; gives back what the clock said meanwhile.
    @discardableResult
    mutating func wait(until time: Instant) -> [Payload] {
        var said: [Payload] = []
        while let alarm = gate.nextAlarm(in: state), alarm <= time {
            now = max(now, alarm)
            var decisions: [Decision] = []
            // Without an order the alarm was a stale one, and is gone now.
            guard let order = gate.due(at: now, in: &state, into: &decisions) else { continue }
            record(decisions)
            gate.arm(order, in: &state, at: now)
            said += decisions.map(\.payload)
        }
        now = max(now, time)
        return said
    }

    /// Sends every finished order out of memory; gives back the bytes of each.
    mutating func forget() -> [OrderID: [UInt8]] {
        var shelf: [OrderID: [UInt8]] = [:]
        while let cold = state.takeFinished(keeping: 0) { shelf[cold.id] = cold.bytes }
        return shelf
    }

    /// Sends every order without a clock out of memory, from where a fact that concerns it brings it back; gives
    /// back how many went.
    @discardableResult
    mutating func forgetIdle() -> Int {
        let before = shelf.count
        // Each call looks at few places.
        for _ in 0..<100 {
            guard let cold = state.takeIdle(since: now + .seconds(1)) else { continue }
            shelf[cold.id] = cold
        }
        return shelf.count - before
    }

    /// As the write path does.
    private mutating func bringBackConcerned(by payload: Payload) {
        var facts: [UInt64] = []
        switch payload {
        case .providerBound(let it): facts.append(GateState.digest(ofBinding: it.sellerID, it.provider))
        case .providerCertified(let it): facts.append(GateState.digest(ofCertification: it.provider))
        case .exemptionRequested(let it): facts.append(GateState.digest(ofRequest: it.requestID))
        case .exemptionDecided(let it): facts.append(GateState.digest(ofRequest: it.requestID))
        default: break
        }
        for cold in shelf.values
        where cold.id == payload.orderID || !Set(facts).isDisjoint(with: cold.awaited) {
            shelf[cold.id] = nil
            bringBack(cold.bytes)
        }
    }

    mutating func bringBack(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe state.restore($0) }
    }

    /// The last verdict on an order.
    func verdict(on order: OrderID = "8190000000000001") -> Validated? {
        log.reversed().lazy.compactMap { recorded -> Validated? in
            guard case .validated(let it) = recorded.event.payload, it.orderID == order else { return nil }
            return it
        }.first
    }

    /// The mark 「异常单」 after everything recorded: nil is no mark.
    func mark(of order: OrderID = "8190000000000001") -> AnomalyKind? {
        var mark: AnomalyKind?
        for recorded in log where recorded.event.payload.orderID == order {
            switch recorded.event.payload {
            case .deadlineMissed(let it): mark = it.acceptedAt == nil ? .missingUpload : .lateUpload
            case .deadlineWithdrawn: mark = nil
            default: continue
            }
        }
        return mark
    }

    private mutating func record(_ decisions: [Decision]) {
        for decision in decisions {
            let recorded = append(decision.payload, at: decision.time, .decision, decision.cause)
            state.evolve(with: recorded)
        }
    }

    private mutating func append(
        _ payload: Payload, at time: Instant, _ origin: Origin, _ cause: Position?
    ) -> Recorded {
        let recorded = Recorded(
            position: Position(UInt64(log.count)), recordedAt: now, origin: origin, cause: cause,
            event: Event(time: time, payload: payload))
        log.append(recorded)
        return recorded
    }
}

/// A numbering plan small enough to see through: Spanish mobiles and a French one.
struct NumberingPlan: PhoneChecking {
    let metadata: Token = "test"

    func check(_ phone: Token, for destination: Country) -> PhoneVerdict {
        let text = phone.text
        let prefix = destination.text == "FR" ? "+33" : "+34"
        if text.hasPrefix(prefix), text.count == 12, text.dropFirst().allSatisfy(\.isNumber) { return .valid }
        return .wrong(fix: text.count == 9 ? prefix + text : nil)
    }
}

/// A search small enough to see through: names that share their first word.
struct SmallIndex: GoodsSearching {
    func codes(for name: String, under rules: Rulebook) -> [GoodsSuggestion] {
        let word = GoodsNames.folded(name).split(separator: " ").first
        return rules.goodsNames.rows.filter { $0.name.split(separator: " ").first == word }
            .map { GoodsSuggestion(code: $0.code, name: $0.name) }
    }

    func names(of code: Token, near name: String, under rules: Rulebook) -> [String] {
        rules.goodsNames.names(of: code)
    }
}

/// The 6th of May 2024 in the cases' own form, such as `at("02:30:00.000")`, or a whole RFC 3339 time.
func at(_ text: String) -> Instant {
    let whole = text.contains("T") ? text : "2024-05-06T\(text)Z"
    let fields = whole.split { "-T:.Z".contains($0) }.map { Int64($0) ?? 0 }
    let (year, month, day) = (fields[0], fields[1], fields[2])
    // Days of the civil calendar, after Howard Hinnant's date algorithms.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let yearOfEra = shifted - era * 400
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let seconds = days * 86_400 + fields[3] * 3600 + fields[4] * 60 + fields[5]
    return Instant(milliseconds: seconds * 1000 + (fields.count > 6 ? fields[6] : 0))
}

let order: OrderID = "8190000000000001"
let store: SellerID = "store-1"

func declared(
    _ id: OrderID = order, to country: String = "ES", phone: Token? = "+34612345678", boxes: Int32 = 1,
    provider: ProviderID = "cainiao", _ change: (inout OrderDeclared) -> Void = { _ in }
) throws -> Payload {
    var it = OrderDeclared(orderID: id, sellerID: store, country: try #require(Country(country)))
    it.recipientPhone = phone
    it.boxes = boxes
    it.provider = provider
    it.line = "cainiao-standard"
    it.goods = [Good(englishName: "phone case", hsCode: "392690")]
    it.ioss = "IM3720000224"
    change(&it)
    return .orderDeclared(it)
}

func handedOver(_ id: OrderID = order, provider: ProviderID = "cainiao", boxes: Int32 = 1) -> Payload {
    var it = HandedOver(orderID: id, sellerID: store, provider: provider)
    it.boxes = boxes
    return .handedOver(it)
}

func uploaded(
    _ number: TrackingNumber = "LP00612345678901", for id: OrderID = order,
    by account: ERPAccount = "dianxiaomi-1",
    provider: ProviderID = "cainiao"
) -> Payload {
    .numberUploaded(
        NumberUploaded(
            orderID: id, sellerID: store, erpAccount: account, provider: provider, trackingNumber: number))
}

func voided(_ number: TrackingNumber = "LP00612345678901", for id: OrderID = order) -> Payload {
    .numberVoided(NumberVoided(orderID: id, provider: "cainiao", trackingNumber: number))
}

func bound(_ provider: ProviderID = "cainiao") -> Payload {
    .providerBound(ProviderBound(sellerID: store, provider: provider))
}
