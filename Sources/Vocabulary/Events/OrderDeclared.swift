/// An order is declared or its declaration corrected (R21): what the pre-departure check looks at.
public struct OrderDeclared: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID
    /// Destination.
    public var country: Country
    /// Seller's category, such as `electronic-accessories`; unknown or absent counts as standard goods (R4).
    public var category: Token?
    public var goods: [Good] = []
    public var battery = false
    public var magnetic = false
    public var cosmetic = false
    public var custom = false
    public var largeFurniture = false
    /// Above zero.
    public var weight: Grams?
    public var dimensions: Dimensions?
    /// Parcels the order is packed in; anything but 1 breaks R20.
    public var boxes: Int32 = 1
    public var incoterm: Incoterm?
    /// As the seller typed it: R18 judges the raw text.
    public var recipientPhone: Token?
    public var taxID: Token?
    public var ioss: Token?
    public var provider: ProviderID?
    public var line: LineID?

    public init(orderID: OrderID, sellerID: SellerID, country: Country) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.country = country
    }
}

/// One line of the customs declaration.
public struct Good: Sendable, Equatable {
    /// At most 200 bytes.
    public var englishName: String
    /// As declared; R17 wants 6 to 12 digits.
    public var hsCode: Token
    public var quantity: Int32

    public init(englishName: String, hsCode: Token, quantity: Int32 = 1) {
        self.englishName = englishName
        self.hsCode = hsCode
        self.quantity = quantity
    }
}

/// Who pays duties: delivered duty unpaid, or paid (R32).
public enum Incoterm: String, Sendable, CaseIterable {
    case ddu = "DDU"
    case ddp = "DDP"
}
