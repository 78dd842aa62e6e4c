public import Vocabulary

/// A provider's line: where it goes, over which hubs, and what it takes (R37).
public struct Line: Sendable, Hashable {
    public var id: LineID
    public var provider: ProviderID
    public var name: Bilingual
    public var clause: String
    /// Whole days from the hub to the recipient, by destination; a country that is not in it is not served.
    public var transitDays: [Country: Int32]
    /// Never empty; a parcel goes over the first that has room.
    public var hubs: [Hub]
    /// What it takes of goods that not every line does.
    public var accepts: SensitiveGoods
    /// Inclusive.
    public var maxWeight: Grams
    public var maxSize: SizeLimit
    /// Parcels a day; nil: as many as come.
    public var capacityPerDay: Int32?
    /// One of ``FeeRules/cards``.
    public var rateCard: Token
    /// True where the source does not name the line: ours, to be replaced.
    public var isExample: Bool

    public init(
        id: LineID, provider: ProviderID, name: Bilingual, clause: String, transitDays: [Country: Int32],
        hubs: [Hub], accepts: SensitiveGoods, maxWeight: Grams, maxSize: SizeLimit, capacityPerDay: Int32?,
        rateCard: Token, isExample: Bool
    ) {
        self.id = id
        self.provider = provider
        self.name = name
        self.clause = clause
        self.transitDays = transitDays
        self.hubs = hubs
        self.accepts = accepts
        self.maxWeight = maxWeight
        self.maxSize = maxSize
        self.capacityPerDay = capacityPerDay
        self.rateCard = rateCard
        self.isExample = isExample
    }

    /// Why the line does not take a parcel whatever day it is; nil: it does. What was not declared keeps no
    /// parcel out.
    public func refusal(of parcel: Parcel) -> ConsideredLine.Outcome? {
        if transitDays[parcel.country] == nil { return .country }
        if !parcel.goods.isSubset(of: accepts) { return .goods }
        if let weight = parcel.weight, weight > maxWeight { return .weight }
        if let size = parcel.size, !maxSize.admits(size) { return .size }
        return nil
    }
}

/// Where a line's parcels are sorted.
public struct Hub: Sendable, Hashable {
    public var id: Token
    /// Parcels a day, of all lines together; nil: as many as come.
    public var capacityPerDay: Int32?

    public init(id: Token, capacityPerDay: Int32? = nil) {
        self.id = id
        self.capacityPerDay = capacityPerDay
    }
}

/// How large a parcel may be, in millimetres, both inclusive.
public struct SizeLimit: Sendable, Hashable {
    public var longestSide: Int32
    /// Length, width and height together.
    public var sides: Int32

    public init(longestSide: Int32, sides: Int32) {
        self.longestSide = longestSide
        self.sides = sides
    }

    public func admits(_ size: Dimensions) -> Bool {
        max(size.length, size.width, size.height) <= longestSide
            && Int64(size.length) + Int64(size.width) + Int64(size.height) <= Int64(sides)
    }
}

/// What a line looks at in a parcel.
public struct Parcel: Sendable, Hashable {
    public var country: Country
    public var goods: SensitiveGoods
    /// Nil where none was declared.
    public var weight: Grams?
    /// Nil where none were declared.
    public var size: Dimensions?

    public init(country: Country, goods: SensitiveGoods, weight: Grams?, size: Dimensions?) {
        self.country = country
        self.goods = goods
        self.weight = weight
        self.size = size
    }
}

extension Parcel {
    /// As declared.
    public init(_ order: OrderDeclared) {
        var goods: SensitiveGoods = []
        if order.battery { goods.insert(.battery) }
        if order.magnetic { goods.insert(.magnetic) }
        if order.cosmetic { goods.insert(.cosmetic) }
        self.init(country: order.country, goods: goods, weight: order.weight, size: order.dimensions)
    }
}
