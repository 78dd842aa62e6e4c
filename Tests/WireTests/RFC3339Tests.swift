import Foundation
import Testing
import Vocabulary

@testable import Wire

struct RFC3339Tests {
    private func parse(_ text: String) -> Instant? {
        unsafe Array(text.utf8).withUnsafeBytes { unsafe RFC3339.parse($0) }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-05-06T02:00:00.000Z", 1_714_960_800_000_000_000),
        ("2024-05-06t10:00:00+08:00", 1_714_960_800_000_000_000),
        ("2024-05-05T22:30:00-03:30", 1_714_960_800_000_000_000),
        ("2024-02-29T23:59:59.999999999z", 1_709_251_199_999_999_999),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
        ("1970-01-01T00:00:00.1-00:00", 100_000_000), ("2262-04-11T23:47:16.854775807Z", Int64.max),
    ])
    func `a time is read`(text: String, nanoseconds: Int64) {
        #expect(parse(text) == Instant(nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "yesterday", "2024-05-06", "2024-05-06T02:00:00", "2024-05-06 02:00:00Z", "2024-05-06T02:00:60Z",
        "2024-05-06T24:00:00Z", "2024-05-06T02:60:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-04-31T00:00:00Z", "2024-05-00T00:00:00Z",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "2262-04-11T23:47:16.854775808Z",
        "2263-01-01T00:00:00Z",
        "2024-05-06T02:00:00.Z", "2024-05-06T02:00:00.1234567890Z", "2024-05-06T02:00:00+0800",
        "2024-05-06T02:00:00+24:00",
        "2024-05-06T02:00:00ZZ", "2024-05-06T02:00:00.5", "2024-05-06T02:00:00+08:00Z",
        "+024-05-06T02:00:00Z",
        "2024-05-06T02:00:0:Z", "２024-05-06T02:00Z",
    ])
    func `what is no time is not read`(text: String) { #expect(parse(text) == nil) }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.000000001Z"),
        (1000, "1970-01-01T00:00:00.000001Z"),
        (1_000_000, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
        (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
    ])
    func `a time is written as short as it is exact`(nanoseconds: Int64, text: String) {
        #expect(RFC3339.format(Instant(nanoseconds: nanoseconds)) == text)
        var bytes = Array("at ".utf8)
        RFC3339.format(Instant(nanoseconds: nanoseconds), into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "at \(text)")
    }

    @Test(arguments: seeds)
    func `reading gives back what was written, as Foundation has it`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<500 {
            let instant = Instant(nanoseconds: .random(in: 0...Int64.max, using: &dice))
            #expect(parse(RFC3339.format(instant)) == instant, "seed \(seed)")
            let second = Instant(seconds: instant.nanoseconds / 1_000_000_000)
            let date = Date(timeIntervalSince1970: Double(instant.nanoseconds / 1_000_000_000))
            #expect(parse(date.formatted(.iso8601)) == second, "seed \(seed)")
        }
    }
}
