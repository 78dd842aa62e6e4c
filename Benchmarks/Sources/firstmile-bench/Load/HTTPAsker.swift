import AsyncHTTPClient
import Foundation
import Histogram
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Vocabulary

/// What is asked over HTTP. The raw value is how it is reported.
enum HTTPQuestion: String, CaseIterable {
    case order = "API: an order"
    case orders = "API: 50 of a store's intercepted orders"
    case anomalies = "API: 50 anomalies of a kind, the newest first"
    case now = "page: now"
    case ordersPage = "page: orders of a store"
    case orderPage = "page: an order"
    case anomaliesPage = "page: anomalies"
    case score = "page: score"
    case network = "page: network"
    case whatIf = "page: what-if"
    case system = "page: system"

    func path(_ order: String, _ seller: String) -> String {
        switch self {
        case .order: "/api/v1/orders/\(order)"
        case .orders: "/api/v1/views/compliance?sellerId=\(seller)&status=intercepted&limit=50"
        case .anomalies: "/api/v1/views/anomalies?kind=LATE_UPLOAD&sort=openedAt&descending=true&limit=50"
        case .now: "/"
        case .ordersPage: "/orders?sellerId=\(seller)"
        case .orderPage: "/orders/\(order)"
        case .anomaliesPage: "/anomalies"
        case .score: "/score"
        case .network: "/network"
        case .whatIf: "/what-if"
        case .system: "/system"
        }
    }

    /// Programs ask more often than people: each page once, each question of theirs four times.
    static let round: [HTTPQuestion] =
        Array(repeating: [.order, .orders, .anomalies], count: 4).joined()
        + [.now, .ordersPage, .orderPage, .anomaliesPage, .score, .network, .whatIf, .system]
}

/// Asks over HTTP at a fixed rate on four connections, and takes the time from the moment at which a question was due: an
/// answer that keeps the next question waiting counts against that as well.
struct HTTPAsker {
    typealias Answers = [HTTPQuestion: Latencies]

    private let url: String
    private let known: KnownOrders
    private let questions: Int
    private static let connections = 4

    init(_ url: String, _ known: KnownOrders, questions: Int) throws {
        guard !known.orders.isEmpty else { throw BenchError("too few facts to know any order of") }
        (self.url, self.known, self.questions) = (url, known, questions)
    }

    /// - Throws: ``BenchError`` for the first answer that is none.
    func ask(for seconds: Int) throws -> Answers {
        let collected = Shared(Mutex<Result<Answers, any Error>>(.success([:])))
        let each = questions * seconds / Self.connections
        let interval = Duration.seconds(seconds) / max(1, each)
        let threads = (0..<Self.connections).map { number in
            BenchThread("asker \(number)") { [self] in
                let result = Result { try ask(each, every: interval, number) }
                collected.value.withLock { all in
                    all = all.flatMap { all in result.map { all.merging($0) { $0.adding($1) } } }
                }
            }
        }
        for thread in threads { thread.join() }
        return try collected.value.withLock { try $0.get() }
    }

    private func ask(_ count: Int, every interval: Duration, _ number: Int) throws -> Answers {
        let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup)
        defer { try? client.syncShutdown() }
        var dice = SplitMix(seed: UInt64(number) + 1)
        var answers: Answers = [:]
        // Not all four at once.
        let start = ContinuousClock.now + interval * number / Self.connections
        for index in 0..<count {
            let due = start + interval * index
            let early = ContinuousClock.now.duration(to: due) / .microseconds(1)
            if early > 0 { usleep(UInt32(early)) }
            let question = HTTPQuestion.round[(index + number * 5) % HTTPQuestion.round.count]
            guard let order = known.orders.randomElement(using: &dice),
                let seller = known.sellers.randomElement(using: &dice)
            else { break }
            let asked = url + question.path(order.text, seller.text)
            let response = try client.get(url: asked).wait()
            guard response.status == .ok else {
                throw BenchError("\(asked): \(response.status.code)")
            }
            answers[question, default: .empty].record(
                UInt64(max(1, due.duration(to: .now) / .nanoseconds(1))))
        }
        return answers
    }
}

extension Latencies {
    static var empty: Latencies { Latencies(numberOfSignificantValueDigits: .three) }

    fileprivate func adding(_ other: Latencies) -> Latencies {
        var all = self
        all.add(other)
        return all
    }
}

/// The same questions in each run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
