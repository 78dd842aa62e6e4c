import Measures
import Testing

struct DistributionTests {
    @Test(arguments: [
        (0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (524_288, 19), (524_289, 20), (1 << 40, 20),
    ])
    func `a value is counted from the first bound on that it does not pass`(value: UInt64, bucket: Int) {
        var seen = Distribution.numbers
        seen.add(value)
        #expect(seen.upTo(bucket) == 1)
        if bucket > 0 { #expect(seen.upTo(bucket - 1) == 0) }
        if bucket < Distribution.bounds { #expect(value <= seen.bound(bucket)) }
    }

    @Test func `sum and number are those of all values, also above the last bound`() {
        var seen = Distribution.nanoseconds
        for value in [1_000, 2_000_000, 60_000_000_000] as [UInt64] { seen.add(value) }
        #expect(seen.count == 3 && seen.sum == 60_002_001_000)
        #expect(seen.upTo(Distribution.bounds - 1) == 2, "a minute is above 8.6 s")
        #expect(seen.upTo(Distribution.bounds) == 3)
        #expect(seen.bound(0) == 16_384)
    }

    @Test func `a tally keeps kinds apart`() {
        var tally = Tally()
        tally.add(0)
        tally.add(31, 5)
        #expect(tally[0] == 1 && tally[31] == 5 && tally[7] == 0 && tally.total == 6)
    }
}
