/// The platform put a provider on the certified list (R7), from the event's time on.
public struct ProviderCertified: Sendable, Equatable {
    public var provider: ProviderID
    /// Nil: until decertified.
    public var until: Instant?
    public init(provider: ProviderID, until: Instant? = nil) {
        self.provider = provider
        self.until = until
    }
}

/// The platform took a provider off the list, from the event's time on.
public struct ProviderDecertified: Sendable, Equatable {
    public var provider: ProviderID
    public init(provider: ProviderID) { self.provider = provider }
}

/// The seller asked the provider to be taken on; it answers within 48 h (R11).
public struct ProviderEngaged: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    public init(sellerID: SellerID, provider: ProviderID) {
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// The seller filed qualification papers (R9).
public struct QualificationFiled: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    /// Names of the papers, such as `business-licence`; at most 16.
    public var documents: [Token] = []
    public var registeredAddress: String?
    public var operatingAddress: String?
    public init(sellerID: SellerID, provider: ProviderID) {
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// One real track submitted in the integration test (R10).
public struct TrialTracked: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    public var trackingNumber: TrackingNumber
    public init(sellerID: SellerID, provider: ProviderID, trackingNumber: TrackingNumber) {
        self.sellerID = sellerID
        self.provider = provider
        self.trackingNumber = trackingNumber
    }
}

/// The platform approved the integration test (R10).
public struct IntegrationApproved: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    public init(sellerID: SellerID, provider: ProviderID) {
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// The seller confirmed 物流服务授权绑定 (R8), from the event's time on.
public struct ProviderBound: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    public init(sellerID: SellerID, provider: ProviderID) {
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// The binding was withdrawn, from the event's time on.
public struct ProviderUnbound: Sendable, Equatable {
    public var sellerID: SellerID
    public var provider: ProviderID
    public init(sellerID: SellerID, provider: ProviderID) {
        self.sellerID = sellerID
        self.provider = provider
    }
}

/// A rulebook came into force: its name, its hash and its whole text, so that a replay needs no file.
public struct RulebookActivated: Sendable, Equatable {
    public var name: String
    public var hash: String
    public var content: String
    public init(name: String, hash: String, content: String) {
        self.name = name
        self.hash = hash
        self.content = content
    }
}
