/// First in, first out, with a look at any element; taking the first costs the same however many wait.
struct Queue<Element> {
    private var storage: [Element?] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { storage.append(element) }

    mutating func popFirst() -> Element? {
        guard head < storage.count else { return nil }
        let first = storage[head].take()
        head += 1
        // Move up only when at least as many were taken as remain: each element moves once on average.
        if head > 64, head * 2 > storage.count {
            storage.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Lends the element `offset` places behind the first for changing; nil when there is none.
    mutating func change<Result>(at offset: Int, _ body: (inout Element) -> Result) -> Result? {
        guard offset >= 0, offset < count else { return nil }
        // Taken out and put back, so that it is changed in place and not copied.
        guard var element = storage[head + offset].take() else { return nil }
        defer { storage[head + offset] = element }
        return body(&element)
    }
}
