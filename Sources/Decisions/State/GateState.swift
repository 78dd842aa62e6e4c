import HeapModule
import Vocabulary

/// Everything the gate knows: the fold of the log, and nothing else. Lent and never copied, since a copy
/// counts each of its tables.
public struct GateState: ~Copyable, Sendable {
    var orders = OrderTable()
    var names = Names()
    /// Which of the orders in memory holds a number.
    var claims = ClaimIndex()
    /// Seller and provider, both as names, in one key.
    var bindings: [UInt64: Timeline] = [:]
    var certifications: [Name: Timeline] = [:]
    /// Requests for exemption and the answers to them (R6).
    var exemptions = ExemptionBook()
    var waiting = WaitingRoom()
    /// How many orders of each seller were ever accepted under the mandate: what the coupon counts (R33).
    var acceptedOrders: [Name: Int32] = [:]
    /// Parcels by line, hub and day (R37).
    var loads = LineLoads()
    var alarms = Heap<Alarm>()
    /// Orders whose last open question was answered, oldest first, from `nextFinished` on.
    var finished: [OrderID] = []
    var nextFinished = 0
    /// The next slot to be looked at for an order that nobody speaks of any more.
    var nextIdle = 0
    /// Who holds numbers among the cold orders, known for the length of one decision.
    var adopted: [NumberKey: Claim] = [:]

    public init() {}

    /// Orders held in memory.
    public var openOrders: Int { orders.count }

    /// Bytes that they take, with their table, the index of their numbers, and their alarms.
    public var orderBytes: Int {
        orders.byteCount + claims.byteCount + alarms.count * MemoryLayout<Alarm>.stride
    }

    static func pair(_ seller: Name, _ provider: Name) -> UInt64 {
        UInt64(seller.id) << 32 | UInt64(provider.id)
    }
}

/// A time at which the clock looks at an order again. Sixteen bytes, because those that became stale stay in the
/// heap until their time.
struct Alarm: Comparable, Sendable {
    let at: Instant
    /// In the table of orders. Another order may have taken it since: what rings there then is its own alarm, if any.
    let slot: UInt32
    static func < (one: Self, other: Self) -> Bool { (one.at, one.slot) < (other.at, other.slot) }
}
