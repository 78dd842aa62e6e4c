/// What is on its way besides the orders' own events: what is said of sellers and carriers, and lines that will be delivered again.
struct Mailbox {
    enum Content {
        /// Something about a seller and a carrier, and its number among what is said of them.
        case notice(Notice, Int, Onboarding)
        /// A seller's request for its category, or the answer.
        case request(CategoryRequest, seller: Int, isDecision: Bool)
        /// A line that was written before, to the byte.
        case again([UInt8])
    }

    struct Letter: Comparable {
        let arrival: Int64
        /// Decides between letters that arrive together, so that the order never depends on the heap.
        let number: UInt64
        let time: Int64
        let content: Content

        static func < (one: Self, other: Self) -> Bool {
            one.arrival == other.arrival ? one.number < other.number : one.arrival < other.arrival
        }
        static func == (one: Self, other: Self) -> Bool { one.number == other.number }
    }

    private var letters = MinHeap<Letter>()
    private var posted: UInt64 = 0

    var nextArrival: Int64? { letters.least?.arrival }

    mutating func post(_ content: Content, at time: Int64, arriving arrival: Int64) {
        letters.insert(Letter(arrival: arrival, number: posted, time: time, content: content))
        posted += 1
    }

    mutating func take() -> Letter? { letters.removeLeast() }
}
