import EventLog
import Feed
import Foundation
import Intake
import Monitoring
import Quarantine
import Synchronization
import Views
import Vocabulary

/// Looks at all parts of the daemon, when a scraper or a page asks how they are.
final class Observer: Sendable {
    let log: EventLog
    let intake: IntakeServer
    let feed: FeedServer?
    let quarantine: Quarantine
    let views: ProjectorBoard
    let directory: DataDirectory
    /// What costs a look at many files or a query, for those who ask often: as of some seconds ago.
    private let slow = Mutex<(at: ContinuousClock.Instant, disk: DiskFigures, deadlines: [Int]?)?>(nil)

    init(
        log: EventLog, intake: IntakeServer, feed: FeedServer?, quarantine: Quarantine, views: ProjectorBoard,
        directory: DataDirectory
    ) {
        (self.log, self.intake, self.feed, self.quarantine) = (log, intake, feed, quarantine)
        (self.views, self.directory) = (views, directory)
    }

    func standing() -> Standing {
        var standing = Standing()
        standing.version = Version.text
        standing.now = SystemClock().now()
        standing.durable = log.durable
        standing.logFailure = log.failure.map { "\($0)" }
        standing.logRefusal = log.refusal.map { "\($0)" }
        standing.log = log.figures
        standing.intake = intake.figures
        standing.feed = feed?.figures
        standing.quarantine = quarantine.figures
        standing.views = views.statuses
        standing.process = .now()
        (standing.disk, standing.openDeadlines) = lookSlowly(at: standing.now)
        return standing
    }

    private func lookSlowly(at now: Vocabulary.Instant) -> (DiskFigures, [Int]?) {
        slow.withLock { seen in
            if let seen, ContinuousClock.now - seen.at < .seconds(5) { return (seen.disk, seen.deadlines) }
            let disk = DiskFigures.now(of: directory.path)
            // Nil while the view is made for the first time.
            let deadlines = try? ViewReader(ViewName.compliance.rawValue, in: directory.views)
                .openDeadlines(at: now, within: Standing.deadlineSpans.map(\.span))
            seen = (.now, disk, deadlines)
            return (disk, deadlines)
        }
    }
}
