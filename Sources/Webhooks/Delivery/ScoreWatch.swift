import Foundation
import Logging
import Rulebook
import Views
import Vocabulary

/// Looks at every store's score once a day of the log, when the day has begun in Asia/Shanghai, and compares it with
/// the one it saw the last time.
actor ScoreWatch {
    // A board over all stores takes a while.
    private let thread = OwnThread(name: "webhook-scores")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    private let least: Double
    private let store: WebhookStore
    private let views: String
    private let rules: Rulebook
    private let logger: Logger

    init(_ webhooks: [Webhook], store: WebhookStore, views: String, rules: Rulebook, logger: Logger) {
        least = webhooks.filter { $0.kinds.contains(.scoreFell) }.map(\.scoreFall).min() ?? 0
        (self.store, self.views, self.rules, self.logger) = (store, views, rules, logger)
    }

    func run() async {
        while !Task.isCancelled {
            do {
                try look()
            } catch {
                logger.warning("scores could not be looked at", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Does nothing until another day has begun by the events that the view has seen.
    func look() throws {
        let reader: ViewReader
        do {
            reader = try ViewReader(Score.name, in: views)
        } catch ViewError.noSuchView {
            return
        }
        guard let present = try reader.checkpoint().eventTime else { return }
        let day = CalendarDay(shanghai: present)
        if let seen = try store.scoreDay(), day.number <= seen { return }
        let start = day.startInShanghai
        let known = try reader.rulebooks().map(\.rules).filter { $0.effectiveFrom <= start }
        let inForce = known.max { $0.effectiveFrom < $1.effectiveFrom } ?? rules
        var query = ScoreQuery(inForce.score)
        query.asOf = start
        var lines: [String: ScoreCalculation.Result] = [:]
        for line in try reader.scoreBoard(query).lines where line.result.isRanked {
            lines[line.key.first?.text ?? ""] = line.result
        }
        try store.keep(lines.compactMapValues(\.score), on: day.number) { seller, before in
            guard let result = lines[seller], let score = result.score, before - score >= least else {
                return nil
            }
            return .scoreFell(
                of: seller, from: before, to: score, on: day, lateRate: result.lateRate,
                parcels: result.parcels)
        }
    }
}
