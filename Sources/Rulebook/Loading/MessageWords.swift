import Vocabulary

/// The values that messages name, in words: a text that said "two hours" itself would be wrong under another window.
struct MessageWords {
    private let values: [String: Bilingual]

    /// What is nil could not be read; it has its own problem already, so nothing is said of it here.
    init(uploadWindow: Interval?, exemptionNotice: Interval?) {
        let spans = [("uploadWindow", uploadWindow), ("exemptionNotice", exemptionNotice)]
        values = Dictionary(
            uniqueKeysWithValues: spans.map { ($0, $1.map(Self.words) ?? Bilingual(zh: "", en: "")) })
    }

    /// The text with its `{name}`s replaced; an unknown name is a problem.
    func filled(_ field: Field, _ language: KeyPath<Bilingual, String>) -> String? {
        guard let text = field.text() else { return nil }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            guard let value = values[name] else {
                let known = values.keys.sorted()
                let near = NearestName.of(name, among: known)
                field.problem(
                    "`{\(name)}` stands for nothing",
                    right: near.map { "did you mean `{\($0)}`?" }
                        ?? "known are \(known.map { "{\($0)}" }.joined(separator: ", "))")
                return nil
            }
            filled += rest[..<open] + value[keyPath: language]
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    func bilingual(_ field: Field) -> Bilingual? {
        let keys = field.section(["zh", "en"])
        let (zh, en) = (keys["zh"].flatMap { filled($0, \.zh) }, keys["en"].flatMap { filled($0, \.en) })
        guard let zh, let en else { return nil }
        return Bilingual(zh: zh, en: en)
    }

    private static let units: [(span: Interval, zh: String, en: String)] = [
        (.hours(1), "小时", "hour"), (.minutes(1), "分钟", "minute"), (.seconds(1), "秒", "second"),
        (.milliseconds(1), "毫秒", "millisecond"),
    ]

    /// In hours even where they make whole days, because the rules are said in hours: 72 hours, 90 minutes.
    private static func words(_ span: Interval) -> Bilingual {
        for unit in units where span.nanoseconds.isMultiple(of: unit.span.nanoseconds) {
            let count = span.nanoseconds / unit.span.nanoseconds
            return Bilingual(zh: "\(count)\(unit.zh)", en: "\(count) \(unit.en)\(count == 1 ? "" : "s")")
        }
        return Bilingual(zh: TimeSpan.text(span), en: TimeSpan.text(span))
    }
}
