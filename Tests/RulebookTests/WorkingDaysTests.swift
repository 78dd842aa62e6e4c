import Rulebook
import Testing
import Vocabulary

/// A time in Shanghai, such as `2024-05-10 15:00`.
private func shanghai(_ text: String) throws -> Instant {
    let parts = text.split(separator: " ")
    return try #require(Instant(rfc3339: "\(parts[0])T\(parts[1]):00+08:00"))
}

struct WorkingDaysTests {
    @Test(arguments: [
        ("2024-05-06 10:00", "2024-05-07 10:00", 1.0),
        // Friday noon to Monday noon.
        ("2024-06-14 12:00", "2024-06-17 12:00", 1.0),
        // Over the Labour Day holidays, after which a Saturday is worked.
        ("2024-04-30 12:00", "2024-05-06 12:00", 1.0), ("2024-05-10 00:00", "2024-05-13 00:00", 2.0),
        // Within a weekend.
        ("2024-06-15 08:00", "2024-06-16 20:00", 0.0), ("2024-06-17 09:00", "2024-06-17 15:00", 0.25),
        ("2023-12-29 12:00", "2024-01-02 12:00", 1.0),
    ])
    func `R6 the review time is counted in working days of Shanghai`(
        start: String, end: String, days: Double
    ) throws {
        #expect(try shipped.workingDays.workingDays(from: shanghai(start), to: shanghai(end)) == days)
    }

    @Test(arguments: [
        ("2022-12-30 12:00", "2023-01-03 12:00"), ("2026-12-31 12:00", "2027-01-04 12:00"),
        ("2024-05-07 10:00", "2024-05-06 10:00"),
    ])
    func `R6 a span that no notice covers, or that runs backwards, is not counted`(
        start: String, end: String
    ) throws {
        #expect(try shipped.workingDays.workingDays(from: shanghai(start), to: shanghai(end)) == nil)
    }

    /// Working days of each year: 52 weeks of them, less the holidays on weekdays, plus the weekends made up.
    @Test(arguments: [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
    func `a year has as many working days as its notice leaves`(year: Int, count: Int) throws {
        let first = try #require(CalendarDay("\(year)-01-01"))
        let last = try #require(CalendarDay("\(year)-12-31"))
        let worked = (first.number...last.number).filter {
            shipped.workingDays.isWorked(CalendarDay(number: $0)) == true
        }
        #expect(worked.count == count)
    }
}
