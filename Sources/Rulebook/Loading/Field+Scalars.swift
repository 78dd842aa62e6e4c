import Vocabulary
import Yams

extension Field {
    /// The scalar as it is written; nil for a list or a mapping.
    var scalar: String? { node.scalar?.string }

    /// Any text that is not empty.
    func text() -> String? {
        guard let scalar = node.scalar, !isNull(scalar) else {
            problem("is not a text", right: "write a text that is not empty")
            return nil
        }
        return scalar.string
    }

    /// A text that fits a ``Token``.
    func token(atMost limit: Int = Token.capacity) -> Token? {
        guard let text = text() else { return nil }
        guard text.utf8.count <= limit, let token = Token(text) else {
            problem("`\(text)` is too long", right: "at most \(limit) bytes of UTF-8")
            return nil
        }
        return token
    }

    func bool() -> Bool? {
        switch scalar {
        case "true": return true
        case "false": return false
        default:
            problem("\(shown) is neither true nor false", right: "write `true` or `false`")
            return nil
        }
    }

    /// - Parameter unit: what is counted, for those who would write it otherwise.
    func integer(in range: ClosedRange<Int>, of unit: String? = nil) -> Int? {
        guard let scalar, let number = Int(scalar), range.contains(number) else {
            problem(
                "\(shown) is not possible",
                right: "write a whole number \(unit.map { "of \($0) " } ?? "")"
                    + "from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func decimal(in range: ClosedRange<Double>) -> Double? {
        guard let scalar, let number = Double(scalar), range.contains(number) else {
            problem(
                "\(shown) is not possible",
                right: "write a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// One of the raw values of an enum.
    func choice<Choice>(_ type: Choice.Type = Choice.self) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        let names = Choice.allCases.map(\.rawValue)
        return choice(among: names).flatMap(Choice.init)
    }

    func choice(among names: [String]) -> String? {
        guard let text = scalar, names.contains(text) else {
            let near = scalar.flatMap { NearestName.of($0, among: names) }
            problem(
                "\(shown) is unknown",
                right: near.map { "did you mean `\($0)`?" } ?? "one of \(names.joined(separator: ", "))")
            return nil
        }
        return text
    }

    func country() -> Country? {
        guard let text = scalar, let country = Country(text) else {
            problem(
                "\(shown) is not a country", right: "write an ISO 3166-1 code of two capitals such as `ES`")
            return nil
        }
        return country
    }

    func instant() -> Instant? {
        guard let text = scalar, let instant = Instant(rfc3339: text) else {
            problem(
                "\(shown) is not a point in time",
                right: "write RFC 3339 with an offset, such as \"2023-11-01T00:00:00+08:00\"")
            return nil
        }
        return instant
    }

    /// A span such as `2 h`; a negative one is impossible everywhere.
    func span(in range: ClosedRange<Interval> = .milliseconds(1)...(.days(3660))) -> Interval? {
        guard let text = scalar, let span = TimeSpan.parse(text), range.contains(span) else {
            let (least, most) = (TimeSpan.text(range.lowerBound), TimeSpan.text(range.upperBound))
            problem(
                "\(shown) is not a possible time span",
                right: "write a whole number and ms, s, min, h or d, from \(least) to \(most), such as `2 h`")
            return nil
        }
        return span
    }

    func bilingual() -> Bilingual? {
        let keys = section(["zh", "en"])
        let (zh, en) = (keys["zh"]?.text(), keys["en"]?.text())
        guard let zh, let en else { return nil }
        return Bilingual(zh: zh, en: en)
    }

    /// What stands there, for a message.
    var shown: String { scalar.map { "`\($0)`" } ?? "this" }

    private func isNull(_ scalar: Node.Scalar) -> Bool {
        if scalar.string.allSatisfy(\.isWhitespace) { return true }
        return scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
