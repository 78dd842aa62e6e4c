public import Vocabulary

/// Which events a consumer wants: an event must pass each member that is not empty, and passes a list that has its
/// value. What is asked is what the event says of itself.
public struct FeedFilter: Sendable, Equatable {
    public var types: [EventType] = []
    public var sellers: [String] = []
    public var countries: [String] = []
    public var providers: [String] = []
    public var orders: [String] = []
    public var origin: Origin?

    public init() {}

    /// Everything passes.
    public var isEmpty: Bool { self == FeedFilter() }

    /// Values in all lists.
    var valueCount: Int {
        types.count + sellers.count + countries.count + providers.count + orders.count
    }
}

/// A filter made ready for millions of records.
public struct RecordFilter: Sendable {
    private let types: UInt64
    private let origin: Origin?
    private let sellers: Set<Token>
    private let countries: Set<Token>
    private let providers: Set<Token>
    private let orders: Set<Token>
    /// What it must know of a record beside type and origin.
    public let parts: RecordOutline.Parts
    /// Everything passes.
    public let isEmpty: Bool

    public init(_ filter: FeedFilter) {
        isEmpty = filter.isEmpty
        types =
            filter.types.isEmpty ? .max : filter.types.reduce(0) { $0 | 1 << UInt64($1.index) }
        origin = filter.origin
        // A value that is too long for a token is no event's.
        func tokens(_ texts: [String]) -> Set<Token> { Set(texts.compactMap { Token($0) }) }
        sellers = tokens(filter.sellers)
        countries = tokens(filter.countries)
        providers = tokens(filter.providers)
        orders = tokens(filter.orders)
        var parts: RecordOutline.Parts = []
        if !filter.sellers.isEmpty { parts.insert(.seller) }
        if !filter.countries.isEmpty { parts.insert(.country) }
        if !filter.providers.isEmpty { parts.insert(.provider) }
        if !filter.orders.isEmpty { parts.insert(.order) }
        self.parts = parts
    }

    /// - Parameter outline: with ``parts`` in it.
    public func passes(_ outline: RecordOutline) -> Bool {
        guard types >> UInt64(outline.type.index) & 1 == 1 else { return false }
        if let origin, outline.origin != origin { return false }
        guard !parts.isEmpty else { return true }
        if parts.contains(.seller), !has(sellers, outline.seller) { return false }
        if parts.contains(.country), !has(countries, outline.country) { return false }
        if parts.contains(.provider), !has(providers, outline.provider) { return false }
        if parts.contains(.order), !has(orders, outline.order) { return false }
        return true
    }

    private func has(_ values: Set<Token>, _ value: Token?) -> Bool {
        value.map { values.contains($0) } ?? false
    }
}
