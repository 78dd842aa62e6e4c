import Vocabulary

/// An order in as few bytes as its fields need: so it lies in memory while nobody speaks of it, in a checkpoint, and
/// among the orders that left memory. Read by nothing but this version: ``GateState/layout`` tells.
extension OrderState {
    private struct Has: OptionSet {
        let rawValue: UInt16
        static let declaredRecordedAt = Self(rawValue: 1)
        static let handover = Self(rawValue: 2)
        static let severalBoxesAt = Self(rawValue: 4)
        static let number = Self(rawValue: 8)
        static let firstAcceptedAt = Self(rawValue: 16)
        static let passedSince = Self(rawValue: 32)
        static let tightestWarning = Self(rawValue: 64)
        static let place = Self(rawValue: 128)
        static let routedFromOutsideAt = Self(rawValue: 256)
        static let ordinal = Self(rawValue: 512)
        static let feeDigest = Self(rawValue: 1024)
        static let finished = Self(rawValue: 2048)
        static let open = Self(rawValue: 4096)
        static let requests = Self(rawValue: 8192)
    }

    /// Room that is enough for ``pack(into:)``, whatever is in it.
    var packedBound: Int {
        var bound = 320 + moves.count * 112 + requests.count * 40
        // Through spans here and below, which lend their elements: a loop would count each one's bytes up and down.
        let declared = declarations.span
        for index in declared.indices { bound += 96 + declared[index].texts.bytes.count }
        return bound
    }

    private var has: Has {
        var has: Has = []
        if declaredRecordedAt != nil { has.insert(.declaredRecordedAt) }
        if handover != nil { has.insert(.handover) }
        if severalBoxesAt != nil { has.insert(.severalBoxesAt) }
        if standing.number != nil { has.insert(.number) }
        if standing.firstAcceptedAt != nil { has.insert(.firstAcceptedAt) }
        if passedSince != nil { has.insert(.passedSince) }
        if tightestWarning != nil { has.insert(.tightestWarning) }
        if place != RoutePlace() { has.insert(.place) }
        if routedFromOutsideAt != nil { has.insert(.routedFromOutsideAt) }
        if ordinal != 0 { has.insert(.ordinal) }
        if feeDigest != 0 { has.insert(.feeDigest) }
        if isFinished { has.insert(.finished) }
        if !standing.open.isEmpty { has.insert(.open) }
        if !requests.isEmpty { has.insert(.requests) }
        return has
    }

    /// Everything but the alarm and when it moved last. Its id comes first.
    func pack(into writer: inout PackWriter) {
        let has = has
        writer.put(id.token)
        writer.put(raw: has.rawValue)
        writer.put(raw: standing.status)
        writer.put(raw: mark)
        writer.put(seller)
        writer.put(UInt64(declarations.count))
        let declared = declarations.span
        for index in declared.indices {
            declared[index].terms.pack(into: &writer)
            writer.put(declared[index].texts.bytes)
        }
        if let declaredRecordedAt { writer.put(declaredRecordedAt) }
        writer.put(UInt64(moves.count))
        for move in moves { move.pack(into: &writer) }
        // Behind the moves: the times of an order accepted at once are then one and the same.
        if let time = standing.firstAcceptedAt { writer.put(time) }
        if let passedSince { writer.put(passedSince) }
        if let number = standing.number {
            let index = moves.firstIndex { $0.key == number }
            writer.put(index.map { UInt64($0) + 1 } ?? 0)
            if index == nil {
                writer.put(number.provider)
                writer.put(number.number.token)
            }
        }
        if let handover {
            writer.put(handover.time)
            writer.put(handover.recordedAt)
            writer.put(handover.position)
        }
        if let severalBoxesAt { writer.put(severalBoxesAt) }
        if let tightestWarning { writer.put(raw: tightestWarning) }
        if has.contains(.place) {
            writer.put(place.line)
            writer.put(place.hub)
            writer.put(raw: place.day)
        }
        if let routedFromOutsideAt { writer.put(routedFromOutsideAt) }
        if has.contains(.ordinal) { writer.put(UInt64(UInt32(bitPattern: ordinal))) }
        if has.contains(.feeDigest) { writer.put(raw: feeDigest) }
        if has.contains(.open) { writer.put(raw: standing.open) }
        guard has.contains(.requests) else { return }
        writer.put(UInt64(requests.count))
        for request in requests { writer.put(request) }
    }

    /// - Parameter reader: stands at what ``pack(into:)`` wrote.
    init(unpacking reader: inout PackReader) {
        self.init(OrderID(reader.token()))
        let has = Has(rawValue: reader.raw(UInt16.self))
        standing.status = reader.raw(ComplianceStatus.self)
        mark = reader.raw(Mark.self)
        seller = reader.name()
        let declarationCount = Int(reader.number())
        declarations.reserveCapacity(declarationCount)
        for _ in 0..<declarationCount {
            let terms = DeclaredTerms(unpacking: &reader)
            declarations.append(Declaration(terms: terms, texts: DeclaredTexts(bytes: reader.bytes())))
        }
        if has.contains(.declaredRecordedAt) { declaredRecordedAt = reader.time() }
        let moveCount = Int(reader.number())
        moves.reserveCapacity(moveCount)
        for _ in 0..<moveCount { moves.append(Move(unpacking: &reader)) }
        if has.contains(.firstAcceptedAt) { standing.firstAcceptedAt = reader.time() }
        if has.contains(.passedSince) { passedSince = reader.time() }
        if has.contains(.number) {
            let place = Int(reader.number())
            if place > 0 {
                standing.number = moves[place - 1].key
            } else {
                let provider = reader.name()
                standing.number = NumberKey(provider: provider, number: TrackingNumber(reader.token()))
            }
        }
        if has.contains(.handover) {
            let time = reader.time()
            let recordedAt = reader.time()
            handover = Handover(time: time, position: reader.position(), recordedAt: recordedAt)
        }
        if has.contains(.severalBoxesAt) { severalBoxesAt = reader.time() }
        if has.contains(.tightestWarning) { tightestWarning = reader.raw(Int32.self) }
        if has.contains(.place) {
            let line = reader.name()
            let hub = reader.name()
            place = RoutePlace(line: line, hub: hub, day: reader.raw(Int32.self))
        }
        if has.contains(.routedFromOutsideAt) { routedFromOutsideAt = reader.time() }
        if has.contains(.ordinal) { ordinal = Int32(truncatingIfNeeded: reader.number()) }
        if has.contains(.feeDigest) { feeDigest = reader.raw(UInt64.self) }
        isFinished = has.contains(.finished)
        if has.contains(.open) { standing.open = reader.raw(FindingSet.self) }
        guard has.contains(.requests) else { return }
        for _ in 0..<reader.number() { add(request: reader.token()) }
    }

    /// Tells the numbers that a packed order holds, without unpacking it.
    static func forEachHold(of packed: inout PackReader, _ body: (NumberKey) -> Void) {
        packed.skipToken()
        let has = Has(rawValue: packed.raw(UInt16.self))
        packed.skip(MemoryLayout<ComplianceStatus>.size + MemoryLayout<Mark>.size)
        _ = packed.name()
        for _ in 0..<packed.number() {
            _ = DeclaredTerms(unpacking: &packed)
            packed.skipBytes()
        }
        if has.contains(.declaredRecordedAt) { _ = packed.time() }
        for _ in 0..<packed.number() {
            let move = Move(unpacking: &packed)
            if move.hold != nil { body(move.key) }
        }
    }
}

extension DeclaredTerms {
    fileprivate func pack(into writer: inout PackWriter) {
        writer.put(time)
        writer.put(position)
        writer.put(category)
        writer.put(provider)
        writer.put(line)
        writer.put(UInt64(UInt32(bitPattern: boxes)))
        writer.put(UInt64(UInt32(bitPattern: weightGrams)))
        writer.put(raw: country)
        writer.put(raw: traits)
        writer.put(raw: incoterm)
        writer.put(UInt64(UInt32(bitPattern: size.length)))
        guard size.length != 0 else { return }
        writer.put(UInt64(UInt32(bitPattern: size.width)))
        writer.put(UInt64(UInt32(bitPattern: size.height)))
    }

    fileprivate init(unpacking reader: inout PackReader) {
        time = reader.time()
        position = reader.position()
        category = reader.name()
        provider = reader.name()
        line = reader.name()
        boxes = Int32(truncatingIfNeeded: reader.number())
        weightGrams = Int32(truncatingIfNeeded: reader.number())
        country = reader.raw(Country.self)
        traits = reader.raw(Traits.self)
        incoterm = reader.raw(DeclaredIncoterm.self)
        let length = Int32(truncatingIfNeeded: reader.number())
        let width = length == 0 ? 0 : Int32(truncatingIfNeeded: reader.number())
        let height = length == 0 ? 0 : Int32(truncatingIfNeeded: reader.number())
        size = Dimensions(length: length, width: width, height: height)
    }
}

extension Move {
    private static let isVoid: UInt8 = 1
    private static let holds: UInt8 = 2
    private static let holdsVoided: UInt8 = 4

    fileprivate func pack(into writer: inout PackWriter) {
        var traits = kind == .void ? Self.isVoid : 0
        if let hold { traits |= hold.isVoided ? Self.holdsVoided : Self.holds }
        writer.put(raw: traits)
        writer.put(time)
        if let hold { writer.put(hold.since) }
        writer.put(position)
        writer.put(seller)
        writer.put(provider)
        writer.put(account)
        writer.put(number.token)
    }

    fileprivate init(unpacking reader: inout PackReader) {
        let traits = reader.raw(UInt8.self)
        kind = traits & Self.isVoid == 0 ? .upload : .void
        time = reader.time()
        if traits & (Self.holds | Self.holdsVoided) != 0 {
            hold = Hold(since: reader.time(), isVoided: traits & Self.holdsVoided != 0)
        }
        position = reader.position()
        seller = reader.name()
        provider = reader.name()
        account = reader.name()
        number = TrackingNumber(reader.token())
    }
}
