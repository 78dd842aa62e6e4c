import Testing
import Vocabulary

struct CalendarDayTests {
    @Test(
        arguments: [
            (1_714_960_800, "2024-05-06"), (1_714_924_799, "2024-05-05"), (1_714_924_800, "2024-05-06"),
            (951_782_400, "2000-02-29"), (-1, "1970-01-01"), (-28_801, "1969-12-31"),
        ] as [(Int64, String)]) func `a day begins at midnight in Shanghai`(seconds: Int64, text: String)
    {
        #expect(CalendarDay(shanghai: Instant(seconds: seconds)).text == text)
    }

    @Test(arguments: ["1970-01-01", "2000-02-29", "2024-05-06", "2262-04-10"])
    func `a day reads back what it writes`(text: String) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.text == text)
        #expect(day.year == Int32(text.prefix(4)))
        #expect(CalendarDay(shanghai: day.startInShanghai) == day)
        #expect(CalendarDay(shanghai: day.startInShanghai - .milliseconds(1)).number == day.number - 1)
    }

    @Test(arguments: [
        "2023-02-29", "2024-13-01", "2024-00-10", "24-05-06", "2024-5-6", "2024-05-06T", "+024-05-06", "",
    ])
    func `what is no day is none`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `weekends are Saturdays and Sundays`() throws {
        let monday = try #require(CalendarDay("2024-05-06"))
        let week = (0..<7).map { CalendarDay(number: monday.number + $0).isWeekend }
        #expect(week == [false, false, false, false, false, true, true])
        #expect(CalendarDay(number: -4).isWeekend && CalendarDay(number: -5).isWeekend)
        #expect(!CalendarDay(number: -1).isWeekend && !CalendarDay(number: -6).isWeekend)
    }
}
