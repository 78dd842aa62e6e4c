import Vocabulary

/// The layout of an order that left memory, in this process's own scratch files: machine words as they lie in memory.
/// Nothing outside the process reads it and it is wiped at start, so it needs no version.
extension OrderState {
    func encode(
        holding numbers: [HeldNumber], asking requests: [(Token, ExemptionCase?)], into bytes: inout [UInt8]
    ) {
        bytes.append(raw: id)
        bytes.append(raw: Fixed(self))
        bytes.append(raw: UInt32(declarations.count))
        bytes.append(raw: UInt32(moves.count))
        bytes.append(raw: UInt32(numbers.count))
        for declaration in declarations {
            bytes.append(raw: declaration.terms)
            bytes.append(raw: UInt32(declaration.texts.bytes.count))
            bytes.append(contentsOf: declaration.texts.bytes)
        }
        for move in moves { bytes.append(raw: move) }
        for number in numbers { bytes.append(raw: number) }
        bytes.append(raw: UInt32(requests.count))
        for (request, asked) in requests {
            bytes.append(raw: request)
            bytes.append(raw: UInt32(asked?.filings.count ?? 0))
            bytes.append(raw: UInt32(asked?.answers.count ?? 0))
            for filing in asked?.filings ?? [] { bytes.append(raw: filing) }
            for answer in asked?.answers ?? [] { bytes.append(raw: answer) }
        }
    }

    init(
        decoding bytes: UnsafeRawBufferPointer, holding numbers: inout [HeldNumber],
        asking requests: inout [(Token, ExemptionCase)]
    ) {
        var reader = unsafe RawReader(bytes: bytes)
        self.init(reader.read(OrderID.self))
        let fixed = reader.read(Fixed.self)
        let declarationCount = reader.read(UInt32.self)
        let moveCount = reader.read(UInt32.self)
        let numberCount = reader.read(UInt32.self)
        for _ in 0..<declarationCount {
            let terms = reader.read(DeclaredTerms.self)
            let texts = DeclaredTexts(bytes: reader.readBytes(Int(reader.read(UInt32.self))))
            declarations.append(Declaration(terms: terms, texts: texts))
        }
        for _ in 0..<moveCount { moves.append(reader.read(Move.self)) }
        for _ in 0..<numberCount { numbers.append(reader.read(HeldNumber.self)) }
        for _ in 0..<reader.read(UInt32.self) {
            let request = reader.read(Token.self)
            let filingCount = reader.read(UInt32.self)
            let answerCount = reader.read(UInt32.self)
            var asked = ExemptionCase()
            for _ in 0..<filingCount { asked.add(reader.read(ExemptionFiling.self)) }
            for _ in 0..<answerCount { asked.add(reader.read(ExemptionAnswer.self)) }
            add(request: request)
            requests.append((request, asked))
        }
        fixed.restore(into: &self)
    }

    /// Everything of an order that is not an array.
    private struct Fixed: BitwiseCopyable {
        let seller: Name
        let declaredRecordedAt: Instant?
        let handover: Handover?
        let severalBoxesAt: Instant?
        let standing: Standing
        let passedSince: Instant?
        let mark: Mark
        let tightestWarning: Int32?
        let place: RoutePlace
        let routedFromOutsideAt: Instant?
        let ordinal: Int32
        let feeDigest: UInt64
        let isFinished: Bool

        init(_ order: OrderState) {
            seller = order.seller
            declaredRecordedAt = order.declaredRecordedAt
            handover = order.handover
            severalBoxesAt = order.severalBoxesAt
            standing = order.standing
            passedSince = order.passedSince
            mark = order.mark
            tightestWarning = order.tightestWarning
            place = order.place
            routedFromOutsideAt = order.routedFromOutsideAt
            ordinal = order.ordinal
            feeDigest = order.feeDigest
            isFinished = order.isFinished
        }

        func restore(into order: inout OrderState) {
            order.seller = seller
            order.declaredRecordedAt = declaredRecordedAt
            order.handover = handover
            order.severalBoxesAt = severalBoxesAt
            order.standing = standing
            order.passedSince = passedSince
            order.mark = mark
            order.tightestWarning = tightestWarning
            order.place = place
            order.routedFromOutsideAt = routedFromOutsideAt
            order.ordinal = ordinal
            order.feeDigest = feeDigest
            order.isFinished = isFinished
        }
    }
}

@safe private struct RawReader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    init(bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

    mutating func read<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { offset += MemoryLayout<Value>.size }
        return unsafe bytes.loadUnaligned(fromByteOffset: offset, as: type)
    }

    mutating func readBytes(_ count: Int) -> [UInt8] {
        defer { offset += count }
        return unsafe Array(bytes[offset..<offset + count])
    }
}

extension [UInt8] {
    fileprivate mutating func append(raw value: some BitwiseCopyable) {
        unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
    }
}
