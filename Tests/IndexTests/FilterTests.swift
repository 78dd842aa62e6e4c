import Testing

@testable import Index

struct FilterTests {
    @Test(arguments: [(8, 40), (10, 15), (12, 6)])
    func `a filter forgets nothing and seldom errs`(bitsPerEntry: Int, falsePerThousand: Int) throws {
        var dice = Dice(seed: 3)
        let keys = (0..<20_000).map { _ in Mixing.key(of: dice.next()) }
        let scratch = try Scratch()
        let filter = try Filter(entries: keys.count, bitsPerEntry: bitsPerEntry, in: scratch.path)
        for key in keys { filter.insert(key) }
        let probe = filter.probe
        #expect(keys.allSatisfy { probe.mayContain($0, pattern: Filter.pattern(of: $0)) })
        let strangers = (0..<20_000).map { _ in Mixing.key(of: dice.next()) }
        let mistaken = strangers.count { probe.mayContain($0, pattern: Filter.pattern(of: $0)) }
        #expect(mistaken <= 20 * falsePerThousand, "\(mistaken) of 20000")
    }

    @Test func `neighbouring fingerprints spread over the whole table`() {
        let homes = Set((0..<1000).map { Mixing.place(of: Mixing.key(of: $0), among: 1000) })
        #expect(homes.count > 500)
    }
}
