/// A seller asks that an order, or a category of theirs, be exempted (R5, R6).
public struct ExemptionRequested: Sendable, Equatable {
    public var requestID: Token
    public var sellerID: SellerID
    /// Nil for an exemption of a whole category.
    public var orderID: OrderID?
    public var category: Token?
    public var documents: ExemptionDocuments

    public init(
        requestID: Token, sellerID: SellerID, orderID: OrderID? = nil, documents: ExemptionDocuments = []
    ) {
        self.requestID = requestID
        self.sellerID = sellerID
        self.orderID = orderID
        self.documents = documents
    }
}

/// The papers R6 asks for; all three are needed.
public struct ExemptionDocuments: OptionSet, Sendable, Hashable, BitwiseCopyable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let materialProof = Self(rawValue: 1)
    public static let msds = Self(rawValue: 2)
    public static let carrierQualification = Self(rawValue: 4)
    public static let complete: Self = [.materialProof, .msds, .carrierQualification]

    /// The names on the wire, in the order of their bits.
    public static let names = ["material-proof", "msds", "carrier-qualification"]

    /// The names of those that are in, in the order of their bits.
    public var listed: [String] {
        Self.names.enumerated().filter { rawValue >> UInt8($0.offset) & 1 == 1 }.map(\.element)
    }
}

/// The platform's answer to a request.
public struct ExemptionDecided: Sendable, Equatable {
    /// The two answers there are.
    public enum Decision: String, Sendable, CaseIterable { case approved, rejected }
    public var requestID: Token
    public var orderID: OrderID?
    public var decision: Decision

    public init(requestID: Token, orderID: OrderID? = nil, decision: Decision) {
        self.requestID = requestID
        self.orderID = orderID
        self.decision = decision
    }
}
