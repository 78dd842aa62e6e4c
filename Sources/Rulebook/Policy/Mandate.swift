public import Vocabulary

/// Which destinations must comply, and since when (R2, R3).
public struct Mandate: Sendable {
    /// One destination and when it is on the list. A country may stand there more than once, at different times.
    public struct Entry: Sendable, Hashable {
        public var country: Country
        public var validity: Validity

        public init(country: Country, validity: Validity) {
            self.country = country
            self.validity = validity
        }
    }

    /// Nobody must comply before (R3), inclusive.
    public var from: Instant
    public var countries: [Entry]
    public var clause: String

    public init(from: Instant, countries: [Entry], clause: String) {
        self.from = from
        self.countries = countries
        self.clause = clause
    }

    /// A walk over a handful of entries: faster than hashing the country.
    public func isMandatory(_ country: Country, at instant: Instant) -> Bool {
        guard instant >= from else { return false }
        for entry in countries where entry.country == country && entry.validity.contains(instant) {
            return true
        }
        return false
    }
}
