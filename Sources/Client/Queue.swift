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

    /// The element `offset` places behind the first; nil when there is none.
    subscript(offset: Int) -> Element? {
        offset >= 0 && offset < count ? storage[head + offset] : nil
    }

}
