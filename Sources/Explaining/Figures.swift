/// Numbers as people read them.
public enum Figures {
    /// `1234567` as `1 234 567`.
    public static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        return digits.indices.map { index in
            (digits.count - index) % 3 == 0 && index > 0 ? " \(digits[index])" : String(digits[index])
        }.joined()
    }

    /// With so many digits after the point; a dash for nil.
    public static func decimal(_ number: Double?, _ digits: Int) -> String {
        guard let number else { return "–" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int64((number.magnitude * scale).rounded())
        let sign = number < 0 && whole > 0 ? "−" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let rest = String(whole % Int64(scale))
        return "\(sign)\(whole / Int64(scale))."
            + String(repeating: "0", count: digits - rest.count) + rest
    }

    /// `90` as `1 min 30 s`.
    public static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// Fen as yuan: `5108` as `¥51.08`.
    public static func yuan(_ fen: Int64) -> String {
        let (whole, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(fen < 0 ? "−" : "")¥\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Bytes as `12.3 MB`.
    public static func bytes(_ count: UInt64) -> String {
        if count < 1000 { return "\(count) B" }
        var size = Double(count) / 1000
        for unit in ["kB", "MB", "GB"] {
            if size < 1000 { return "\((size * 10).rounded() / 10) \(unit)" }
            size /= 1000
        }
        return "\((size * 10).rounded() / 10) TB"
    }
}
