import Vocabulary

/// An order that left memory: packed as in memory, what was asked for it, and for which moves it waits.
extension OrderState {
    /// - Parameter waits: of each move, whether the order waits for its seller's provider. It is kept, since what is
    ///   found again from the bindings of another day may be something else.
    func bytes(asking requests: [(Token, ExemptionCase?)], waiting waits: [Bool]) -> [UInt8] {
        let cases = requests.reduce(0) {
            $0 + 60 + (($1.1?.filings.count ?? 0) + ($1.1?.answers.count ?? 0)) * 96
        }
        let bound = packedBound + cases + waits.count
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { bytes, count in
            guard let base = bytes.baseAddress else { return }
            var writer = unsafe PackWriter(at: base)
            pack(into: &writer)
            for (request, asked) in requests {
                writer.put(request)
                (asked ?? ExemptionCase()).pack(into: &writer)
            }
            for isWaiting in waits { writer.put(raw: isWaiting) }
            count = writer.count
        }
    }

    /// Nil where there are no bytes.
    init?(
        _ bytes: UnsafeRawBufferPointer, asking requests: inout [(Token, ExemptionCase)],
        waiting waits: inout [Bool]
    ) {
        guard let base = bytes.baseAddress else { return nil }
        var reader = unsafe PackReader(at: base)
        self.init(unpacking: &reader)
        for _ in self.requests {
            let request = reader.token()
            requests.append((request, ExemptionCase(unpacking: &reader)))
        }
        for _ in moves { waits.append(reader.raw(Bool.self)) }
    }
}

extension ExemptionCase {
    /// Room that is enough for any.
    static let mostPackedBytes = 20 + 2 * most * 96

    /// Room that is enough for ``pack(into:)``.
    var packedBound: Int { 20 + (filings.count + answers.count) * 96 }

    func pack(into writer: inout PackWriter) {
        writer.put(UInt64(filings.count))
        for filing in filings {
            writer.put(filing.seller)
            writer.put(filing.order.token)
            writer.put(filing.category)
            writer.put(raw: filing.documents)
            writer.put(filing.time)
            writer.put(filing.position)
        }
        writer.put(UInt64(answers.count))
        for answer in answers {
            writer.put(raw: answer.isApproval)
            writer.put(answer.time)
            writer.put(answer.position)
        }
    }

    init(unpacking reader: inout PackReader) {
        for _ in 0..<reader.number() {
            let seller = reader.name()
            let order = OrderID(reader.token())
            let category = reader.name()
            let documents = reader.raw(ExemptionDocuments.self)
            let time = reader.time()
            add(
                ExemptionFiling(
                    seller: seller, order: order, category: category, documents: documents, time: time,
                    position: reader.position()))
        }
        for _ in 0..<reader.number() {
            let isApproval = reader.raw(Bool.self)
            let time = reader.time()
            add(ExemptionAnswer(isApproval: isApproval, time: time, position: reader.position()))
        }
    }
}
