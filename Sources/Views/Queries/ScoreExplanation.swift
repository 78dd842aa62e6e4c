public import Rulebook
public import Vocabulary

/// A store's score, explained down to the orders that cost it points.
public struct ScoreExplanation: Sendable {
    /// An order and what it took from the score.
    public struct Order: Sendable {
        public var orderID: OrderID
        public var handedOverAt: Instant
        public var uploadedAt: Instant?
        public var onNetworkAt: Instant?
        public var deliveredAt: Instant?
        /// How much higher the score would be, had it done all it should.
        public var points: Double
        /// By component, dearest first.
        public var costs: [(component: ScoreComponent, points: Double)]
    }

    public var seller: SellerID
    public var from: CalendarDay
    public var to: CalendarDay
    public var result: ScoreCalculation.Result
    public var rank: Int64?
    /// How many stores have a rank.
    public var ranked: Int
    /// Dearest first.
    public var orders: [Order]
    /// How many orders cost points, shown or not.
    public var costly: Int

    /// The orders as programs get them.
    public var orderTable: ViewTable {
        ViewTable(
            columns: [
                "orderId", "points", "components", "handedOverAt", "uploadedAt", "onNetworkAt", "deliveredAt",
            ],
            rows: orders.map { order in
                let costs = ViewTable(
                    columns: ["component", "points"],
                    rows: order.costs.map { [.text($0.component.rawValue), .rounded($0.points)] })
                return [
                    .text(order.orderID.text), .rounded(order.points), .table(costs),
                    .time(order.handedOverAt), time(order.uploadedAt), time(order.onNetworkAt),
                    time(order.deliveredAt),
                ]
            })
    }

    /// Everything in one row.
    public var table: ViewTable {
        ViewTable(
            columns: [
                "sellerId", "from", "to", "parcels", "counted", "coverage", "lateRate", "score", "scoreLow",
                "scoreHigh", "rank", "ranked", "components", "costly", "orders",
            ],
            rows: [
                [
                    .text(seller.text), .text(from.text), .text(to.text), .integer(result.parcels),
                    .integer(result.counted), .rounded(result.coverage), .rounded(result.lateRate),
                    .rounded(result.score), .rounded(result.low), .rounded(result.high),
                    rank.map { .integer($0) } ?? .null, .integer(Int64(ranked)), .table(result.components),
                    .integer(Int64(costly)), .table(orderTable),
                ]
            ])
    }

    private func time(_ instant: Instant?) -> ViewValue { instant.map { .time($0) } ?? .null }
}
