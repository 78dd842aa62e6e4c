import Vocabulary

extension Interval {
    /// For people: `1 ms`, `61.5 s`, `2 h 0 min`.
    var text: String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 120_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
        let minutes = milliseconds / 60_000
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 2880 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes / 1440) d"
    }
}
