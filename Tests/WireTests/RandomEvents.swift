import Vocabulary

@testable import Wire

/// Events of every type, with every field now there and now absent.
extension Dice {
    mutating func maybe<Value>(_ make: (inout Dice) -> Value) -> Value? {
        Bool.random(using: &self) ? make(&self) : nil
    }

    mutating func word(_ longest: Int = 39) -> String {
        let letters = Array("abcXYZ0189-_./ éß物流🚚\"\\")
        var text = ""
        for _ in 0..<Int.random(in: 1...12, using: &self) {
            let letter = letters[Int.random(in: 0..<letters.count, using: &self)]
            if text.utf8.count + letter.utf8.count <= longest { text.append(letter) }
        }
        return text.isEmpty ? "x" : text
    }

    mutating func token() -> Token { Token(word()) ?? "x" }
    mutating func id<ID: Identifier>() -> ID { ID(token()) }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &self)]
    }

    mutating func list<Value>(_ most: Int, _ make: (inout Dice) -> Value) -> [Value] {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in make(&self) }
    }

    mutating func instant() -> Instant {
        Instant(
            nanoseconds: .random(in: 1...Int64.max, using: &self) / pick([1, 1000, 1_000_000]) * pick([1, 1]))
    }

    mutating func finding() -> Finding {
        Finding(
            pick(FindingCode.allCases), pick([.blocking, .warning]), evidence: maybe { $0.word(200) } ?? "",
            fix: maybe { $0.word(200) } ?? "")
    }

    mutating func payload(_ type: EventType) -> Payload {
        switch type {
        case .orderDeclared: return .orderDeclared(declaration())
        case .handedOver:
            var it = HandedOver(orderID: id(), sellerID: id(), provider: id())
            it.warehouse = maybe { $0.token() }
            it.boxes = pick([1, 1, 2, 1000])
            it.trackingNumber = maybe { $0.id() }
            return .handedOver(it)
        case .numberUploaded:
            return .numberUploaded(
                NumberUploaded(
                    orderID: id(), sellerID: id(), erpAccount: id(), provider: id(), trackingNumber: id()))
        case .numberVoided:
            return .numberVoided(
                NumberVoided(
                    orderID: id(), provider: id(), trackingNumber: id(), reason: maybe { $0.word(200) }))
        case .scanned:
            var it = Scanned(
                orderID: maybe { $0.id() }, provider: id(), trackingNumber: maybe { $0.id() }, code: token())
            if it.orderID == nil, it.trackingNumber == nil { it.orderID = id() }
            it.place = maybe { $0.token() }
            return .scanned(it)
        case .delivered:
            var it = Delivered(orderID: id())
            it.sellerID = maybe { $0.id() }
            it.provider = maybe { $0.id() }
            return .delivered(it)
        case .lost:
            var it = Lost(orderID: id())
            it.sellerID = maybe { $0.id() }
            it.provider = maybe { $0.id() }
            return .lost(it)
        case .complained:
            var it = Complained(orderID: id())
            it.sellerID = maybe { $0.id() }
            it.reason = maybe { $0.word(200) }
            return .complained(it)
        case .feeBilled:
            var it = FeeBilled(orderID: id(), amount: Fen(pick([0, 1, 5108, .max])))
            it.provider = maybe { $0.id() }
            return .feeBilled(it)
        case .validated: return .validated(validated())
        case .routed:
            var it = Routed(orderID: id(), hub: token(), line: id())
            it.sellerID = maybe { $0.id() }
            it.provider = maybe { $0.id() }
            it.options = list(3) { $0.id() }
            it.considered = list(4) { $0.consideredLine() }
            return .routed(it)
        case .feeAssessed: return .feeAssessed(fee())
        case .exemptionRequested, .exemptionDecided, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated, .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn:
            return surroundings(type)
        }
    }

    private mutating func surroundings(_ type: EventType) -> Payload {
        switch type {
        case .exemptionRequested:
            var it = ExemptionRequested(
                requestID: token(), sellerID: id(), orderID: maybe { $0.id() },
                documents: ExemptionDocuments(rawValue: .random(in: 1...7, using: &self)))
            it.category = it.orderID == nil ? token() : maybe { $0.token() }
            return .exemptionRequested(it)
        case .exemptionDecided:
            return .exemptionDecided(
                ExemptionDecided(
                    requestID: token(), orderID: maybe { $0.id() }, decision: pick([.approved, .rejected])))
        case .providerCertified:
            return .providerCertified(ProviderCertified(provider: id(), until: maybe { $0.instant() }))
        case .providerDecertified: return .providerDecertified(ProviderDecertified(provider: id()))
        case .providerEngaged: return .providerEngaged(ProviderEngaged(sellerID: id(), provider: id()))
        case .qualificationFiled:
            var it = QualificationFiled(sellerID: id(), provider: id())
            it.documents = list(16) { $0.token() }
            it.registeredAddress = maybe { $0.word(200) }
            it.operatingAddress = maybe { $0.word(200) }
            return .qualificationFiled(it)
        case .trialTracked:
            return .trialTracked(TrialTracked(sellerID: id(), provider: id(), trackingNumber: id()))
        case .integrationApproved:
            return .integrationApproved(IntegrationApproved(sellerID: id(), provider: id()))
        case .providerBound: return .providerBound(ProviderBound(sellerID: id(), provider: id()))
        case .providerUnbound: return .providerUnbound(ProviderUnbound(sellerID: id(), provider: id()))
        case .rulebookActivated:
            return .rulebookActivated(
                RulebookActivated(
                    name: word(200), hash: word(200), content: list(200) { $0.word() }.joined() + "\n"))
        case .deadlineApproaching:
            return .deadlineApproaching(
                DeadlineApproaching(
                    orderID: id(), sellerID: maybe { $0.id() }, deadline: instant(),
                    minutesLeft: pick([0, 10, 60])))
        case .deadlineMissed:
            return .deadlineMissed(
                DeadlineMissed(
                    orderID: id(), sellerID: maybe { $0.id() }, handedOverAt: instant(), deadline: instant(),
                    acceptedAt: maybe { $0.instant() }))
        default:
            return .deadlineWithdrawn(
                DeadlineWithdrawn(
                    orderID: id(), sellerID: maybe { $0.id() },
                    reason: pick(DeadlineWithdrawn.Reason.allCases),
                    acceptedAt: maybe { $0.instant() }))
        }
    }

    private mutating func consideredLine() -> ConsideredLine {
        var it = ConsideredLine(line: id(), outcome: pick(ConsideredLine.Outcome.allCases))
        it.hub = maybe { $0.token() }
        it.cost = maybe { Fen($0.pick([0, 4636, .max])) }
        it.days = maybe { $0.pick([0, 9, 1000]) }
        return it
    }

    private mutating func fee() -> FeeAssessed {
        var it = FeeAssessed(orderID: id(), total: Fen(pick([0, 5108, .max])))
        it.sellerID = maybe { $0.id() }
        it.provider = maybe { $0.id() }
        it.line = maybe { $0.id() }
        it.card = maybe { $0.token() }
        it.weight = maybe { Grams($0.pick([1, 350, 100_000_000])) }
        it.lines = list(16) { dice in
            FeeLine(
                dice.pick(FeeLine.Item.allCases), Fen(dice.pick([-500, 0, 3800, .max, -.max])),
                basis: dice.maybe { $0.token() } ?? Token())
        }
        it.couponOrdinal = maybe { $0.pick([1, 30, .max]) }
        it.rulebook = maybe { $0.token() }
        return it
    }

    private mutating func declaration() -> OrderDeclared {
        var it = OrderDeclared(orderID: id(), sellerID: id(), country: pick(Country.all))
        it.category = maybe { $0.token() }
        it.goods = list(pick([0, 3, 50])) { dice in
            Good(englishName: dice.word(200), hsCode: dice.token(), quantity: dice.pick([1, 2, 1_000_000]))
        }
        it.battery = .random(using: &self)
        it.magnetic = .random(using: &self)
        it.cosmetic = .random(using: &self)
        it.custom = .random(using: &self)
        it.largeFurniture = .random(using: &self)
        it.weight = maybe { Grams($0.pick([1, 350, 100_000])) }
        it.dimensions = maybe { Dimensions(length: $0.pick([1, 300]), width: 200, height: 100_000) }
        it.boxes = pick([1, 1, 2, 1000])
        it.incoterm = maybe { $0.pick([.ddu, .ddp]) }
        it.recipientPhone = maybe { $0.token() }
        it.taxID = maybe { $0.token() }
        it.ioss = maybe { $0.token() }
        it.provider = maybe { $0.id() }
        it.line = maybe { $0.id() }
        return it
    }

    /// With what only a decision says.
    mutating func validated(isDecision: Bool = true) -> Validated {
        var it = Validated(orderID: id(), verdict: pick(Verdict.allCases))
        it.sellerID = maybe { $0.id() }
        it.findings = list(4) { $0.finding() }
        it.provider = maybe { $0.id() }
        it.trackingNumber = maybe { $0.id() }
        it.erpAccount = maybe { $0.id() }
        it.rulebook = maybe { $0.token() }
        guard isDecision else { return it }
        it.status = maybe { $0.pick(ComplianceStatus.allCases) }
        it.acceptedNumber = maybe { $0.id() }
        it.acceptedProvider = maybe { $0.id() }
        it.firstAcceptedAt = maybe { $0.instant() }
        it.open = list(4) { $0.finding() }
        it.phoneMetadata = maybe { $0.token() }
        return it
    }

    /// A record in the canonical form.
    mutating func record(_ type: EventType, isDecision: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        let payload =
            !isDecision && type == .validated
            ? Payload.validated(validated(isDecision: false)) : self.payload(type)
        RecordEncoder().encode(
            payload, id: word(128), source: word(255), time: instant(),
            origin: isDecision ? .decision : .fact,
            cause: isDecision ? maybe { Position($0.next()) } : nil, sequence: maybe { $0.next() },
            correlation: maybe { $0.word(255) } ?? "", causation: maybe { $0.word(255) } ?? "", into: &bytes)
        return bytes
    }
}
