import EventLog
import Logging
import Rulebook
import ServiceLifecycle
import Views
import Vocabulary

/// The views, each with a thread and a file of its own. One that stops does not stop the others.
struct Projectors: Service {
    let log: EventLog
    let directory: DataDirectory
    let rules: Rulebook
    let defined: [SQLProjection]
    let logger: Logger
    /// Where others see how they stand.
    let board = ProjectorBoard()
    /// Told of views that stop.
    var onStopped: @Sendable (ProjectorStatus) -> Void = { _ in }

    func run() async throws {
        let source = SharedSource(
            LogSource(log, directory: directory.log, under: rules, keepingBytes: !defined.isEmpty))
        let projectors =
            ViewName.allCases.map { $0.projector(in: directory.views, from: source.share(), under: rules) }
            + defined.map { Projector($0, in: directory.views, from: source.share(), under: rules) }
        board.show(projectors)
        for projector in projectors { projector.start() }
        let watch = Task { await report(projectors) }
        try? await gracefulShutdown()
        watch.cancel()
        for projector in projectors { projector.stop() }
    }

    /// Says once that a view stopped, or parked a record: an operator must see it without asking.
    private func report(_ projectors: [Projector]) async {
        var stopped: Set<String> = []
        var parked: [String: Int64] = [:]
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            for status in projectors.map(\.status) {
                if let error = status.error, stopped.insert(status.view).inserted {
                    logger.error(
                        "a view has stopped",
                        metadata: [
                            "view": "\(status.view)", "reason": "\(error)",
                            "position": .stringConvertible(status.checkpoint.next.rawValue),
                        ])
                    onStopped(status)
                }
                let count = status.checkpoint.parked
                if count != parked.updateValue(count, forKey: status.view), count > 0 { tell(status, count) }
            }
        }
    }

    /// Which records, and of which orders; what is wrong with them stands in the view, as it may quote them.
    private func tell(_ status: ProjectorStatus, _ parked: Int64) {
        logger.warning(
            "a view has parked records",
            metadata: ["view": "\(status.view)", "records": .stringConvertible(parked)])
        guard let rows = try? ViewReader(status.view, in: directory.views).lastParked(10) else { return }
        for row in rows.rows.indices {
            guard case .integer(let position) = rows[row, "position"] else { continue }
            var metadata: Logger.Metadata = [
                "view": "\(status.view)", "position": .stringConvertible(position),
            ]
            if case .text(let order) = rows[row, "orderId"] { metadata["orderId"] = "\(order)" }
            logger.warning("a record is parked", metadata: metadata)
        }
    }
}
