public import Vocabulary

/// What would be otherwise: the outcomes of a replay beside the recorded ones.
public struct WhatIf: Sendable {
    /// The orders that are compared.
    public struct Selection: Sendable {
        /// By handover (first upload, declaration where there is none), inclusive.
        public var from: Instant?
        /// Exclusive.
        public var to: Instant?
        /// Empty: all.
        public var sellers: Set<SellerID> = []

        public init() {}

        func contains(_ order: OrderOutcomes) -> Bool {
            if !sellers.isEmpty, order.seller.map({ !sellers.contains($0) }) ?? true { return false }
            if let from, order.moment.map({ $0 < from }) ?? true { return false }
            if let to, order.moment.map({ $0 >= to }) ?? true { return false }
            return true
        }
    }

    /// From what to what, and how often.
    public struct Transition: Sendable, Hashable {
        public let change: Change
        public let before: String
        public let after: String
    }

    /// One store's sums.
    public struct Store: Sendable {
        public let seller: SellerID
        public var orders = 0
        public var changed = 0
        public var abnormal = Pair(0)
        /// Fen, all orders together.
        public var fees = Pair<Int64>(0)
        /// Nil: too few parcels, or not reckoned.
        public var score = Pair<Double?>(nil)
    }

    /// As it was, and as it would be.
    public struct Pair<Value: Sendable>: Sendable {
        public var before: Value
        public var after: Value
        init(_ value: Value) { (before, after) = (value, value) }
    }

    /// Orders compared.
    public private(set) var orders = 0
    /// How many change in each way.
    public private(set) var counts: [Change: Int] = [:]
    public private(set) var transitions: [Transition: Int] = [:]
    /// By name.
    public internal(set) var stores: [Store] = []
    /// How many change.
    public private(set) var changedOrders = 0
    /// The orders that change, by id: the first of them, where no more were to be listed.
    public private(set) var changed: [OrderOutcomes] = []
    private var last: OrderID?

    /// - Parameter most: of the orders that change, listed; nil: all. More than twice as many are never held.
    public init(
        _ outcomes: [OrderOutcomes], of selection: Selection = Selection(), listing most: Int? = nil
    ) {
        var stores: [SellerID: Store] = [:]
        for order in outcomes where selection.contains(order) {
            orders += 1
            let changes = order.changes
            if !changes.isEmpty { list(order, atMost: most) }
            for change in changes {
                counts[change, default: 0] += 1
                // Of money the sum tells more than who paid what.
                guard change != .fee else { continue }
                let transition = Transition(
                    change: change, before: order.before.text(of: change), after: order.after.text(of: change)
                )
                transitions[transition, default: 0] += 1
            }
            guard let seller = order.seller else { continue }
            stores[seller, default: Store(seller: seller)].add(order, isChanged: !changes.isEmpty)
        }
        cut(to: most)
        self.stores = stores.values.sorted { $0.seller.text < $1.seller.text }
    }

    private mutating func list(_ order: OrderOutcomes, atMost most: Int?) {
        changedOrders += 1
        // Behind the last one that fits.
        if let last, last <= order.id { return }
        changed.append(order)
        guard let most, changed.count >= 2 * max(most, 1) else { return }
        cut(to: most)
        last = changed.last?.id
    }

    private mutating func cut(to most: Int?) {
        changed.sort { $0.id < $1.id }
        if let most, changed.count > most { changed.removeSubrange(most...) }
    }

    /// Adds the stores' scores, by name.
    public mutating func setScores(before: [String: Double], after: [String: Double]) {
        for index in stores.indices {
            stores[index].score.before = before[stores[index].seller.text]
            stores[index].score.after = after[stores[index].seller.text]
        }
    }

    /// All stores' fees together, in fen.
    public var fees: Pair<Int64> {
        stores.reduce(into: Pair(0)) { sum, store in
            sum.before += store.fees.before
            sum.after += store.fees.after
        }
    }
}

extension WhatIf.Store {
    fileprivate mutating func add(_ order: OrderOutcomes, isChanged: Bool) {
        orders += 1
        if isChanged { changed += 1 }
        if order.before.isAbnormal { abnormal.before += 1 }
        if order.after.isAbnormal { abnormal.after += 1 }
        fees.before += order.before.fee?.amount ?? 0
        fees.after += order.after.fee?.amount ?? 0
    }
}

extension Outcome {
    /// What stands there of it, in the words of the views.
    public func text(of change: Change) -> String {
        switch change {
        case .status: status.rawValue
        case .abnormal: isAbnormal ? "abnormal" : "not abnormal"
        case .route: line?.text ?? "none"
        case .fee: String(fee?.amount ?? 0)
        }
    }
}
