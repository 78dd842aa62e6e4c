import Explaining
import Vocabulary

/// Times as people read them: how long ago, with the exact time at hand; and clocks that run.
struct Moments {
    let now: Instant
    let language: Language

    /// Such as `3 min ago`.
    func ago(_ instant: Instant) -> HTML {
        """
        <time class="ago" datetime="\(instant.text)" data-at="\("\(instant.milliseconds)")" \
        title="\(LocalTime.text(instant))">\(Self.words(now - instant, language))</time>
        """
    }

    func ago(_ instant: Instant?) -> HTML { instant.map { ago($0) } ?? Self.dash }

    /// The time itself, to the second.
    func exact(_ instant: Instant) -> HTML {
        """
        <time datetime="\(instant.text)" title="\(LocalTime.text(instant))">\
        \(String(LocalTime.text(instant).prefix(19)))</time>
        """
    }

    /// What is left until a deadline, or how long it is past.
    func left(until deadline: Instant) -> HTML {
        let left = deadline - now
        let tone: HTML =
            left.nanoseconds < 0
            ? "past" : left <= .minutes(10) ? "soon" : left <= .minutes(30) ? "near" : "far"
        return """
            <time class="left \(tone)" datetime="\(deadline.text)" data-until="\("\(deadline.milliseconds)")" \
            title="\(LocalTime.text(deadline))">\(Self.left(left, language))</time>
            """
    }

    /// A clock; where it ran out more than a day ago, how long ago.
    static func left(_ interval: Interval, _ language: Language) -> String {
        interval < .hours(-24)
            ? words(Interval(nanoseconds: -interval.nanoseconds), language) : clock(interval)
    }

    static let dash: HTML = "<span class=\"faint\">–</span>"

    /// Such as `1:23:45`; with a minus where the time is over.
    static func clock(_ interval: Interval) -> String {
        let seconds = abs(interval.milliseconds) / 1000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (interval.nanoseconds < 0 ? "−" : "")
            + "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// Such as `3 min ago`, by the largest unit that is full.
    static func words(_ interval: Interval, _ language: Language) -> String {
        let seconds = abs(interval.milliseconds) / 1000
        let amount: String
        switch seconds {
        case ..<60: amount = language("\(seconds) s", "\(seconds) 秒")
        case ..<3600: amount = language("\(seconds / 60) min", "\(seconds / 60) 分钟")
        case ..<172_800: amount = language("\(seconds / 3600) h", "\(seconds / 3600) 小时")
        default: amount = language("\(seconds / 86400) d", "\(seconds / 86400) 天")
        }
        return interval.nanoseconds < 0
            ? language("in \(amount)", "\(amount)后") : language("\(amount) ago", "\(amount)前")
    }
}
