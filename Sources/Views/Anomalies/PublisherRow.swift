internal import Vocabulary

/// A publisher's own counter, as far as it was seen, and the numbers that are still missing.
struct PublisherRow: StoredRow {
    /// Gaps remembered per publisher; a publisher that leaves more has its oldest ones stay open for good.
    static let mostGaps = 64

    /// Missing numbers, both ends included, and the anomaly that says so.
    struct Gap: Equatable, Sendable {
        var first: UInt64
        var last: UInt64
        var anomaly: Int64
    }

    let key: PublisherKey
    /// The highest number seen; nil before the first.
    var last: UInt64?
    var gaps: [Gap] = []

    init(key: PublisherKey) { self.key = key }

    /// A number that was missing came after all: the anomaly whose last missing number it was.
    mutating func fill(_ number: UInt64) -> Int64? {
        guard let index = gaps.firstIndex(where: { ($0.first...$0.last).contains(number) }) else {
            return nil
        }
        let gap = gaps.remove(at: index)
        if number < gap.last { gaps.append(Gap(first: number + 1, last: gap.last, anomaly: gap.anomaly)) }
        if gap.first < number { gaps.append(Gap(first: gap.first, last: number - 1, anomaly: gap.anomaly)) }
        return gaps.contains { $0.anomaly == gap.anomaly } ? nil : gap.anomaly
    }

    mutating func remember(_ gap: Gap) {
        if gaps.count >= Self.mostGaps { gaps.removeFirst() }
        gaps.append(gap)
    }

    static let shape = TableShape(
        name: "publishers",
        columns: [
            .fixed("publisher", "INTEGER NOT NULL"),
            .moving("last", "INTEGER"),
            .moving("gaps", "TEXT NOT NULL"),
        ], keyColumns: 1)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(last.map { Int64(bitPattern: $0) })
        statement.put(gaps.map { "\($0.first)-\($0.last)@\($0.anomaly)" }.joined(separator: ","))
    }

    init(key: PublisherKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        last = statement.optionalInteger().map { UInt64(bitPattern: $0) }
        gaps = (statement.text() ?? "").split(separator: ",").compactMap { text in
            let parts = text.split(whereSeparator: { "-@".contains($0) })
            guard parts.count == 3, let first = UInt64(parts[0]), let last = UInt64(parts[1]),
                let anomaly = Int64(parts[2])
            else { return nil }
            return Gap(first: first, last: last, anomaly: anomaly)
        }
    }
}

/// A publisher, by the digest of its CloudEvents `source`.
struct PublisherKey: RowKey {
    var publisher: UInt64
    var digest: UInt64 { Token.fold(publisher, 0x9E37_79B9_7F4A_7C15) }
    func put(into statement: RawStatement) { statement.put(Int64(bitPattern: publisher)) }
}
