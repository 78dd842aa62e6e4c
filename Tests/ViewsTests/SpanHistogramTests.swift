import Testing
import Vocabulary

@testable import Views

struct SpanHistogramTests {
    @Test func `every minute of a year lies in one bucket, none wider than a sixteenth of its minutes`() {
        var last = 0
        let wrong = (0..<Int64(366 * 1440)).first { minutes in
            let bucket = SpanHistogram.bucket(minutes)
            let follows = bucket == last || bucket == last + 1
            last = bucket
            let end = SpanHistogram.end(of: bucket)
            return !follows || end <= minutes || end - minutes > max(1, minutes / 16 + 1)
        }
        #expect(wrong == nil)
    }

    @Test func `a quantile is the end of the bucket that holds it`() {
        var histogram = SpanHistogram()
        #expect(histogram.quantile(0.95) == nil)
        for minutes in 1...100 as ClosedRange<Int64> { histogram.add(.minutes(minutes)) }
        #expect(histogram.total == 100)
        // Of 1 to 100 the 95th is 95, in the bucket from 92 to 95.
        #expect(histogram.quantile(0.95) == .minutes(96))
        #expect(histogram.quantile(0.05) == .minutes(6))
        #expect(histogram.quantile(1) == .minutes(104))
    }

    @Test func `a histogram reads what it wrote, whatever spans it holds`() {
        var random = SplitMix(state: 7)
        var histogram = SpanHistogram()
        for _ in 0..<1000 { histogram.add(.minutes(Int64.random(in: -10...1_000_000, using: &random))) }
        #expect(SpanHistogram(text: histogram.text) == histogram)
        #expect(SpanHistogram(text: "") == SpanHistogram())
    }
}
