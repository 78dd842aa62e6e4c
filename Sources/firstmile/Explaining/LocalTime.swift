import Vocabulary
import Wire

/// Times as people at the sellers' desks read them: China has one zone and no summer time.
enum LocalTime {
    static let zone = "Asia/Shanghai"

    /// Such as `2024-05-06 10:00:00.000`.
    static func text(_ instant: Instant) -> String {
        let shifted = RFC3339.format(instant + .hours(8))
        return String(shifted.dropLast()).split(separator: "T").joined(separator: " ")
    }

    /// Such as `1 h 59 min 59.999 s`.
    static func text(_ interval: Interval) -> String {
        let milliseconds = abs(interval.milliseconds)
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let seconds = Double(milliseconds % 60_000) / 1000
        var parts: [String] = []
        if hours > 0 { parts.append("\(hours) h") }
        if minutes > 0 { parts.append("\(minutes) min") }
        if seconds > 0 || parts.isEmpty {
            parts.append(seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s")
        }
        return (interval.nanoseconds < 0 ? "−" : "") + parts.joined(separator: " ")
    }
}
