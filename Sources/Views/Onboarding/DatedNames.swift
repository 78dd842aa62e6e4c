import Vocabulary

/// Names with the earliest time each was said at, such as papers filed or numbers tracked; a few of them.
///
/// Beyond `limit` the latest go, so what is kept does not depend on the order of arrival.
struct DatedNames: Equatable, Sendable {
    /// Ids hold no control characters.
    private static let separator: Character = "\u{1F}"

    /// By time, then name.
    private(set) var all: [Dated] = []

    struct Dated: Equatable, Sendable, Comparable {
        let name: Token
        let at: Instant
        static func < (one: Self, other: Self) -> Bool { (one.at, one.name) < (other.at, other.name) }
    }

    init() {}

    mutating func add(_ name: Token, at time: Instant, limit: Int) {
        if let same = all.firstIndex(where: { $0.name == name }) {
            guard time < all[same].at else { return }
            all.remove(at: same)
        }
        let new = Dated(name: name, at: time)
        all.insert(new, at: all.firstIndex { new < $0 } ?? all.count)
        if all.count > limit { all.removeLast() }
    }

    /// When the last of these names was first said; nil while one is missing.
    func completed(_ names: some Sequence<Token>) -> Instant? {
        var last: Instant?
        for name in names {
            guard let found = all.first(where: { $0.name == name }) else { return nil }
            last = max(last ?? found.at, found.at)
        }
        return last
    }

    var text: String {
        all.map { "\($0.at.nanoseconds)@\($0.name)" }.joined(separator: String(Self.separator))
    }

    init(text: String) {
        all = text.split(separator: Self.separator).compactMap { part in
            guard let sign = part.firstIndex(of: "@"), let time = Int64(part[..<sign]),
                let name = Token(part[part.index(after: sign)...])
            else { return nil }
            return Dated(name: name, at: Instant(nanoseconds: time))
        }
    }
}
