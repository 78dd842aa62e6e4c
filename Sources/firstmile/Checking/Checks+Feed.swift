import Client
import Explaining
import Vocabulary
import Wire

extension Checks {
    /// Whether the feed answers, and how far behind its consumers are.
    mutating func feed(at endpoint: String) async {
        do {
            let feed = try FeedClient(to: endpoint, options: .with { $0.connectPatience = .seconds(2) })
            defer { feed.close() }
            let (end, consumers) = try await feed.consumers()
            add(.good, "feed", "answers at \(endpoint), at \(end)")
            for consumer in consumers {
                add(
                    consumer.lagEvents == 0 ? .good : .notice, "consumer \(consumer.consumer)",
                    consumer.lagEvents == 0
                        ? "up to date at \(consumer.position)"
                        : "\(Figures.grouped(consumer.lagEvents)) records, "
                            + "\(Figures.duration(Double(consumer.lagMilliseconds) / 1000)) behind")
            }
        } catch {
            add(.notice, "feed", "\(error)")
        }
    }
}
