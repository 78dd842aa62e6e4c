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
}
