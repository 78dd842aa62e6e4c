import HTTPTypes
import Hummingbird

/// Chinese or English, as the reader wants.
enum PreferredLanguage {
    /// `en` or `zh`.
    static func of(_ request: Request) -> String {
        let asked = (request.uri.query ?? "").split(separator: "&").first { $0.hasPrefix("lang=") }
        if let asked, let known = known(asked.dropFirst("lang=".count)) { return known }
        if let kept = request.cookies["lang"], let known = known(kept.value[...]) { return known }
        return wanted(request.headers[.acceptLanguage] ?? "")
    }

    private static func known(_ tag: Substring) -> String? {
        let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return language == "zh" || language == "en" ? language : nil
    }

    /// The first of the wanted languages, by their weights, that there is.
    private static func wanted(_ header: String) -> String {
        let wishes = header.split(separator: ",").prefix(20).enumerated().compactMap { index, wish in
            let parts = wish.split(separator: ";")
            guard let tag = parts.first.map({ String($0).trimmed }), let known = known(tag[...]) else {
                return nil as (String, Double, Int)?
            }
            let weight = parts.dropFirst().map { String($0).trimmed }.first { $0.hasPrefix("q=") }
            return (known, weight.flatMap { Double($0.dropFirst(2)) } ?? 1, index)
        }
        return wishes.max { ($0.1, $1.2) < ($1.1, $0.2) }?.0 ?? "en"
    }
}
