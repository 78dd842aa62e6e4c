/// The parcel reached the provider's warehouse (R22 starts here).
public struct HandedOver: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID
    public var provider: ProviderID
    public var warehouse: Token?
    public var boxes: Int32 = 1
    public var trackingNumber: TrackingNumber?

    public init(orderID: OrderID, sellerID: SellerID, provider: ProviderID) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// An ERP bound a tracking number to an order.
public struct NumberUploaded: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID
    public var erpAccount: ERPAccount
    public var provider: ProviderID
    public var trackingNumber: TrackingNumber

    public init(
        orderID: OrderID, sellerID: SellerID, erpAccount: ERPAccount, provider: ProviderID,
        trackingNumber: TrackingNumber
    ) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.erpAccount = erpAccount
        self.provider = provider
        self.trackingNumber = trackingNumber
    }
}

/// A number is withdrawn for good (R15).
public struct NumberVoided: Sendable, Equatable {
    public var orderID: OrderID
    public var provider: ProviderID
    public var trackingNumber: TrackingNumber
    /// At most 200 bytes.
    public var reason: String?

    public init(orderID: OrderID, provider: ProviderID, trackingNumber: TrackingNumber, reason: String? = nil)
    {
        self.orderID = orderID
        self.provider = provider
        self.trackingNumber = trackingNumber
        self.reason = reason
    }
}

/// A carrier's scan. It names the order, or the provider and the number; its milestone follows from the code (R38).
public struct Scanned: Sendable, Equatable {
    public var orderID: OrderID?
    public var provider: ProviderID?
    public var trackingNumber: TrackingNumber?
    /// The carrier's own code, such as `SC_INBOUND_SUCCESS`.
    public var code: Token
    public var place: Token?

    public init(
        orderID: OrderID? = nil, provider: ProviderID? = nil, trackingNumber: TrackingNumber? = nil,
        code: Token
    ) {
        self.orderID = orderID
        self.provider = provider
        self.trackingNumber = trackingNumber
        self.code = code
    }
}

/// The recipient signed for the parcel.
public struct Delivered: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var provider: ProviderID?
    public init(orderID: OrderID) { self.orderID = orderID }
}

/// The provider gave the parcel up.
public struct Lost: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var provider: ProviderID?
    public init(orderID: OrderID) { self.orderID = orderID }
}

/// The buyer complained about the logistics.
public struct Complained: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    /// At most 200 bytes.
    public var reason: String?
    public init(orderID: OrderID) { self.orderID = orderID }
}
