public import Vocabulary

/// A provider's line: where it goes and over which hubs (R37).
public struct Line: Sendable, Hashable {
    public var id: LineID
    public var provider: ProviderID
    public var name: Bilingual
    public var clause: String
    public var countries: [Country]
    /// Never empty; the first is where a parcel goes by default.
    public var hubs: [Token]
    /// True where the source does not name the line: ours, to be replaced.
    public var isExample: Bool

    public init(
        id: LineID, provider: ProviderID, name: Bilingual, clause: String, countries: [Country],
        hubs: [Token],
        isExample: Bool
    ) {
        self.id = id
        self.provider = provider
        self.name = name
        self.clause = clause
        self.countries = countries
        self.hubs = hubs
        self.isExample = isExample
    }
}
