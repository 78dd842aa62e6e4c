import Vocabulary

extension ExemptionBook {
    func write(to writer: inout SnapshotWriter) throws {
        try writer.put(count: cases.count)
        for (request, asked) in cases.sorted(by: { $0.key < $1.key }) {
            try writer.put(atMost: 40) { $0.put(request) }
            try writer.put(atMost: asked.packedBound) { asked.pack(into: &$0) }
        }
        try writer.put(count: ofCategory.count)
        for (key, requests) in ofCategory.sorted(by: { $0.key < $1.key }) {
            try writer.put(atMost: 8) { $0.put(raw: key) }
            try writer.put(count: requests.count)
            for request in requests { try writer.put(atMost: 40) { $0.put(request) } }
        }
        try writer.put(count: exemptible.count)
        for (key, orders) in exemptible.sorted(by: { $0.key < $1.key }) {
            try writer.put(atMost: 8) { $0.put(raw: key) }
            try writer.put(count: orders.count)
            for order in orders.sorted() { try writer.put(atMost: 40) { $0.put(order.token) } }
        }
        try writer.put(count: unrequested.count)
        for request in unrequested { try writer.put(atMost: 40) { $0.put(request) } }
    }

    init(reading reader: inout SnapshotReader) throws {
        var cases: [Token: ExemptionCase] = [:]
        for _ in 0..<(try reader.count()) {
            let request = try reader.get(atMost: 40) { $0.token() }
            cases[request] = try reader.get(atMost: ExemptionCase.mostPackedBytes) {
                ExemptionCase(unpacking: &$0)
            }
        }
        var ofCategory: [UInt64: [Token]] = [:]
        for _ in 0..<(try reader.count()) {
            let key = try reader.get(atMost: 8) { $0.raw(UInt64.self) }
            let count = try reader.count()
            ofCategory[key] = try (0..<count).map { _ in try reader.get(atMost: 40) { $0.token() } }
        }
        var exemptible: [UInt64: Set<OrderID>] = [:]
        for _ in 0..<(try reader.count()) {
            let key = try reader.get(atMost: 8) { $0.raw(UInt64.self) }
            let count = try reader.count()
            var orders = Set<OrderID>(minimumCapacity: count)
            for _ in 0..<count { orders.insert(OrderID(try reader.get(atMost: 40) { $0.token() })) }
            exemptible[key] = orders
        }
        let count = try reader.count()
        let unasked = try (0..<count).map { _ in try reader.get(atMost: 40) { $0.token() } }
        self.init(cases, ofCategory: ofCategory, exemptible: exemptible, unasked: unasked)
    }
}

extension WaitingRoom {
    func write(to writer: inout SnapshotWriter) throws {
        try writer.put(count: orders.count)
        for (pair, slots) in orders.sorted(by: { $0.key < $1.key }) {
            try writer.put(atMost: 8) { $0.put(raw: pair) }
            try writer.put(count: slots.count)
            for slot in slots.sorted() { try writer.put(atMost: 4) { $0.put(raw: slot) } }
        }
    }

    init(reading reader: inout SnapshotReader) throws {
        var orders: [UInt64: Set<UInt32>] = [:]
        for _ in 0..<(try reader.count()) {
            let pair = try reader.get(atMost: 8) { $0.raw(UInt64.self) }
            let count = try reader.count()
            var slots = Set<UInt32>(minimumCapacity: count)
            for _ in 0..<count { slots.insert(try reader.get(atMost: 4) { $0.raw(UInt32.self) }) }
            orders[pair] = slots
        }
        self.init(orders)
    }
}
