import Testing

@testable import Index

/// What the index must answer, kept the simple way.
private struct Oracle {
    var values: [UInt64: [UInt64]] = [:]
    mutating func insert(_ fingerprint: UInt64, _ value: UInt64) {
        values[fingerprint, default: []].append(value)
    }
    func newestFirst(_ fingerprint: UInt64) -> [UInt64] { (values[fingerprint] ?? []).reversed() }
}

/// Fingerprints of every kind: the ends of the range, neighbours, few and many.
private func fingerprint(_ dice: inout Dice) -> UInt64 {
    switch UInt64.random(in: 0..<8, using: &dice) {
    case 0: [0, .max, 1, .max - 1, 1 << 63].randomElement(using: &dice) ?? 0
    case 1...3: UInt64.random(in: 0..<64, using: &dice)
    default: dice.next()
    }
}

@Suite(.timeLimit(.minutes(10)))
struct FingerprintIndexTests {
    @Test(arguments: seeds)
    func `it answers like a dictionary while tables freeze and runs merge`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let scratch = try Scratch()
        let options = IndexOptions(
            tableEntries: Int.random(in: 1...40, using: &dice), fanOut: Int.random(in: 2...5, using: &dice),
            filterBitsPerEntry: Int.random(in: 1...12, using: &dice))
        let index = try FingerprintIndex.create(in: scratch.path, options: options)
        var oracle = Oracle()
        var known: [UInt64] = []
        for number in 0..<2000 {
            let inserted = fingerprint(&dice)
            try index.insert(inserted, UInt64(number))
            oracle.insert(inserted, UInt64(number))
            known.append(inserted)
            let asked = known.randomElement(using: &dice) ?? 0
            #expect(
                try index.values(of: asked) == oracle.newestFirst(asked), "seed \(seed), insert \(number)")
            let unseen = dice.next()
            #expect(try index.values(of: unseen) == oracle.newestFirst(unseen))
        }
        try index.settle()
        for (fingerprint, values) in oracle.values {
            #expect(try index.values(of: fingerprint) == values.reversed())
        }
        try index.close()
    }

    @Test func `any fingerprint and any value can be kept`() throws {
        let scratch = try Scratch()
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        let ends: [UInt64] = [0, 1, .max, .max - 1, 1 << 63]
        for round in 0..<50 {
            for end in ends { try index.insert(end, end &+ UInt64(round)) }
        }
        try index.settle()
        for end in ends {
            #expect(try index.values(of: end) == (0..<50).reversed().map { end &+ UInt64($0) })
        }
        try index.close()
    }

    @Test func `the same pair inserted twice is given twice`() throws {
        let scratch = try Scratch()
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        try index.insert(7, 1)
        try index.insert(7, 1)
        #expect(try index.values(of: 7) == [1, 1])
        try index.close()
    }

    @Test(arguments: [UInt64(0), 99])
    func `five thousand values of one fingerprint come newest first`(fingerprint: UInt64) throws {
        let scratch = try Scratch()
        let options = IndexOptions(tableEntries: 3000, fanOut: 2)
        let index = try FingerprintIndex.create(in: scratch.path, options: options)
        for value in 0..<5000 {
            try index.insert(fingerprint, UInt64(value))
            try index.insert(UInt64(value + 100), 1)
        }
        #expect(try index.values(of: fingerprint) == (0..<5000).reversed().map(UInt64.init))
        try index.settle()
        #expect(try index.values(of: fingerprint) == (0..<5000).reversed().map(UInt64.init))
        try index.close()
    }

    @Test(arguments: 0..<6)
    func `a lookup ends when it is told to`(wanted: Int) throws {
        let scratch = try Scratch()
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        for value in 0..<30 { try index.insert(5, UInt64(value)) }
        var given: [UInt64] = []
        try index.lookup(5) { value in
            given.append(value)
            return given.count <= wanted * 5
        }
        #expect(given == (0..<30).reversed().prefix(wanted * 5 + 1).map(UInt64.init))
        try index.close()
    }

    @Test func `memory is that of the tables, however many entries lie on disk`() throws {
        let scratch = try Scratch()
        let options = IndexOptions(tableEntries: 1000, fanOut: 2)
        let index = try FingerprintIndex.create(in: scratch.path, options: options)
        var dice = Dice(seed: 4)
        for value in 0..<64_000 { try index.insert(dice.next(), UInt64(value)) }
        try index.settle()
        // Three tables: one fills, one was written, one is ready. The filters alone would be 96 KB.
        #expect(index.memoryBytes < 3 * 38_000 + 8192, "\(index.memoryBytes)")
        try index.close()
    }

    @Test func `the number of runs stays logarithmic and merged files are removed`() throws {
        let scratch = try Scratch()
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        var dice = Dice(seed: 1)
        for value in 0..<10_000 { try index.insert(dice.next(), UInt64(value)) }
        try index.settle()
        #expect(index.runCount <= 2 * 7, "two runs a tier, at most seven tiers of 3: \(index.runCount)")
        #expect(scratch.names.count == index.runCount)
        #expect(index.diskBytes <= UInt64(10_000 * 16 + index.runCount * 4096))
        #expect(index.memoryBytes > 10_000)
        try index.close()
    }
}
