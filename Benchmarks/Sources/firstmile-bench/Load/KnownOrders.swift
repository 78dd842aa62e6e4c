/// Some of the orders and all of the stores of a simulation, so that questions can be asked about them.
struct KnownOrders: Sendable {
    private(set) var orders: [String] = []
    private(set) var sellers: [String] = []
    private(set) var count = 0
    private var seen: Set<String> = []

    /// One order in so many is kept.
    private static let sparsity = 97

    mutating func note(_ fact: EventStream.Fact) {
        guard unsafe fact.json.contains("order-declared.v1\""),
            let order = unsafe fact.json.text(of: "orderId"),
            let seller = unsafe fact.json.text(of: "sellerId")
        else { return }
        count += 1
        if count % Self.sparsity == 0 { orders.append(order) }
        if seen.insert(seller).inserted { sellers.append(seller) }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func contains(_ text: StaticString) -> Bool {
        unsafe firstRange(of: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
            != nil
    }

    /// A member's text that is written without escapes.
    fileprivate func text(of name: String) -> String? {
        guard let found = unsafe firstRange(of: Array("\"\(name)\":\"".utf8)),
            let end = unsafe self[found.upperBound...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return unsafe String(decoding: self[found.upperBound..<end], as: UTF8.self)
    }
}
