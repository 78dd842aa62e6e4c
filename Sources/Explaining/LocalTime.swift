public import Vocabulary

/// Times as people at the sellers' desks read them: China has one zone and no summer time.
public enum LocalTime {
    public static let zone = "Asia/Shanghai"

    /// Such as `2024-05-06 10:00:00.000`.
    public static func text(_ instant: Instant) -> String {
        let shifted = (instant + .hours(8)).text
        return String(shifted.dropLast()).split(separator: "T").joined(separator: " ")
    }

    /// Such as `1 h 59 min 59.999 s`.
    public static func text(_ interval: Interval, in language: Language) -> String {
        let milliseconds = abs(interval.milliseconds)
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let seconds = Double(milliseconds % 60_000) / 1000
        var parts: [String] = []
        if hours > 0 { parts.append("\(hours) \(language("h", "小时"))") }
        if minutes > 0 { parts.append("\(minutes) \(language("min", "分"))") }
        if seconds > 0 || parts.isEmpty {
            let number = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
            parts.append("\(number) \(language("s", "秒"))")
        }
        return (interval.nanoseconds < 0 ? "−" : "") + parts.joined(separator: " ")
    }
}
