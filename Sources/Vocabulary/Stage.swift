/// How far an order has come (view `compliance`), in order.
public enum Stage: String, Sendable, CaseIterable, Comparable {
    case declared
    case handedOver = "handed-over"
    case numberUploaded = "number-uploaded"
    case validated
    case routed
    case onNetwork = "on-network"
    case inTransit = "in-transit"
    case delivered
    case lost

    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

    /// Place in the order above.
    public var rank: Int {
        switch self {
        case .declared: 0
        case .handedOver: 1
        case .numberUploaded: 2
        case .validated: 3
        case .routed: 4
        case .onNetwork: 5
        case .inTransit: 6
        case .delivered: 7
        case .lost: 8
        }
    }
}

/// What a carrier's scan code stands for (R38).
public enum Milestone: String, Sendable, CaseIterable {
    /// Electronic only: never counts as being on the network.
    case forecast
    case handover
    case originProcessing = "origin-processing"
    case exportCustoms = "export-customs"
    case lineHaul = "line-haul"
    case importCustoms = "import-customs"
    case lastMile = "last-mile"
    case awaitingPickup = "awaiting-pickup"
    case delivered
    case exception
    case delay
    case returned
    case disposal

    /// Whether somebody held the parcel: the earliest such scan is 上网.
    public var isPhysical: Bool {
        switch self {
        case .forecast, .exception, .delay: false
        case .handover, .originProcessing, .exportCustoms, .lineHaul, .importCustoms, .lastMile,
            .awaitingPickup,
            .delivered, .returned, .disposal:
            true
        }
    }
}
