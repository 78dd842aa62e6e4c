import Testing

@testable import Feed

/// The sharing out of a consumer, without a socket.
struct GroupTests {
    @Test(arguments: 1...64) func `shares are equal, and make up the whole`(members: Int) {
        let held = Dictionary(uniqueKeysWithValues: (0..<members).map { ("m-\($0)", UInt64(0)) })
        let shares = Group.shares(of: held)
        #expect(shares.values.reduce(0) { $0 | $1 } == .max)
        #expect(shares.values.reduce(0) { $0 + $1.nonzeroBitCount } == 64)
        let counts = shares.values.map(\.nonzeroBitCount)
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }

    @Test func `everybody keeps what he had as far as that goes`() {
        let two = Group.shares(of: ["a": 0, "b": 0])
        let three = Group.shares(of: ["a": two["a"] ?? 0, "b": two["b"] ?? 0, "c": 0])
        #expect((three["a"] ?? 0) & ~(two["a"] ?? 0) == 0)
        #expect((three["b"] ?? 0) & ~(two["b"] ?? 0) == 0)
        let left = Group.shares(of: ["a": three["a"] ?? 0, "c": three["c"] ?? 0])
        #expect((three["a"] ?? 0) & ~(left["a"] ?? 0) == 0)
    }

    @Test func `the first member has all at once`() {
        var group = Group(generation: 7)
        let isIn = group.join("a", leaseMilliseconds: 1000, at: 0)
        let isDealt = group.deal(at: 0)
        #expect(!isIn && isDealt && group.generation == 8)
        #expect(group.renew("a", generation: 8, at: 0)?.slots == .max)
        #expect(group.renew("a", generation: 7, at: 0) == nil)
    }

    @Test func `a newcomer waits until the others are done`() {
        var group = joined(["a"])
        let isIn = group.join("b", leaseMilliseconds: 1000, at: 0)
        let early = group.deal(at: 0)
        #expect(!isIn && !early && group.isPreparing)
        // The one who was there may still commit.
        #expect(group.renew("a", generation: 1, at: 10) != nil)
        _ = group.join("a", leaseMilliseconds: 1000, at: 10)
        let isDealt = group.deal(at: 10)
        #expect(isDealt && group.generation == 2)
        #expect(group.renew("a", generation: 2, at: 10)?.slots.nonzeroBitCount == 32)
        #expect(group.renew("a", generation: 1, at: 10) == nil)
    }

    @Test func `who says nothing loses his share when his lease is over`() {
        var group = joined(["a", "b"])
        let generation = group.generation
        #expect(group.renew("a", generation: generation, at: 900) != nil)
        group.expire(at: 1100)
        #expect(group.members.keys.sorted() == ["a"] && group.isPreparing)
        #expect(group.renew("b", generation: generation, at: 1100) == nil)
        _ = group.join("a", leaseMilliseconds: 1000, at: 1100)
        let isDealt = group.deal(at: 1100)
        #expect(isDealt && group.renew("a", generation: generation + 1, at: 1100)?.slots == .max)
    }

    @Test func `who waits for the next generation does not lose his place`() {
        var group = joined(["a"])
        _ = group.join("b", leaseMilliseconds: 1000, at: 0)
        group.expire(at: 999)
        #expect(group.members.count == 2)
        group.expire(at: 60_000)
        #expect(group.members.keys.sorted() == ["b"])
        let isDealt = group.deal(at: 60_000)
        #expect(isDealt)
    }

    @Test func `joining again without a change is no change`() {
        var group = joined(["a", "b"])
        let generation = group.generation
        let isIn = group.join("a", leaseMilliseconds: 1000, at: 1)
        #expect(isIn && group.generation == generation && !group.isPreparing)
    }

    /// All of them in one generation, at the beginning of time.
    private func joined(_ names: [String]) -> Group {
        var group = Group(generation: 0)
        for name in names {
            _ = group.join(name, leaseMilliseconds: 1000, at: 0)
        }
        _ = group.deal(at: 0)
        return group
    }
}
