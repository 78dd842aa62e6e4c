/// A store: the accounts it uploads through, its warehouse, and the carriers it has bound.
struct Seller {
    let id: StaticString
    let ioss: StaticString
    /// Share of all orders: a few big stores, many small ones.
    let weight: Double
    /// Uploads usually, and now and then, come through these accounts of two different ERPs.
    let account: Int
    let otherAccount: Int
    let warehouse: Int
    /// Bound before the first order.
    let bound: [Int]
    /// Bound in the course of the simulation.
    let boundLater: Int?
    let neverBound: Int

    static let all: [Seller] = ids.enumerated().map { number, names in
        let (bound, later, never) = bindings[number % bindings.count]
        let account = (number * 5) % Publisher.accounts.count
        return Seller(
            id: names.0, ioss: names.1, weight: 1 / Double(number + 2), account: account,
            otherAccount: (account + Publisher.accountsPerERP) % Publisher.accounts.count,
            warehouse: number % Publisher.warehouses.count, bound: bound, boundLater: later, neverBound: never
        )
    }

    /// Index of the store with the most orders.
    static let biggest = 0

    /// What ``Dice/weighted(_:)`` asks for.
    static let weights = all.map(\.weight).runningSums

    /// An intermediary's number, which is no seller's (R19).
    static let wrongIOSS: StaticString = "IN3720000224"

    private static let bindings: [([Int], Int?, Int)] = [
        ([Carrier.cainiao, Carrier.winit], Carrier.fourPX, Carrier.yanwen),
        ([Carrier.cainiao, Carrier.yanwen], Carrier.winit, Carrier.fourPX),
        ([Carrier.cainiao, Carrier.fourPX], Carrier.yanwen, Carrier.winit),
        ([Carrier.cainiao, Carrier.winit, Carrier.yanwen], nil, Carrier.fourPX),
    ]

    private static let ids: [(StaticString, StaticString)] = [
        ("store-1001", "IM3720000224"), ("store-1002", "IM2760010017"), ("store-1003", "IM5280004321"),
        ("store-1004", "IM2500012345"), ("store-1005", "IM3720000715"), ("store-1006", "IM4420003008"),
        ("store-1007", "IM0560007742"), ("store-1008", "IM2760011906"), ("store-1009", "IM3720001183"),
        ("store-1010", "IM5280009054"), ("store-1011", "IM6160002217"), ("store-1012", "IM7240008860"),
        ("store-1013", "IM3720002095"), ("store-1014", "IM2500017733"), ("store-1015", "IM4420005561"),
        ("store-1016", "IM6160004449"),
    ]
}
