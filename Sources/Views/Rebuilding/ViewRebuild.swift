import Foundation
import GRDB
public import Rulebook
import Synchronization
public import Vocabulary

/// Makes a view again from the first record, beside the file that answers queries and beside whoever writes that, and
/// puts the new file in its place. Runs on a thread of its own.
///
/// A daemon that writes the view takes the new file over once it is whole; where none does, this does it. Killed at any
/// moment it leaves the old file as it was; what it had begun is removed by the next one.
public final class ViewRebuild: Sendable {
    public let view: String
    private let state: Mutex<RebuildStatus>
    private let end = NSConditionLock(condition: 0)
    private let body: @Sendable (ViewRebuild) throws -> Void
    private let progress: Progress

    /// Prepares it; nothing is opened before ``start()``. `rulebook` counts while the log names none.
    public convenience init<P: Projection>(
        _ projection: P.Type, in directory: String, from source: any RecordSource, under rulebook: Rulebook,
        options: RebuildOptions = RebuildOptions()
    ) {
        self.init(ViewPlan(P.self), in: directory, from: source, under: rulebook, options)
    }

    /// Of a view that somebody wrote in SQL. `source` keeps the bytes of its records.
    public convenience init(
        _ projection: SQLProjection, in directory: String, from source: any RecordSource,
        under rulebook: Rulebook,
        options: RebuildOptions = RebuildOptions()
    ) {
        self.init(ViewPlan(projection), in: directory, from: source, under: rulebook, options)
    }

    init<F: Fold>(
        _ plan: ViewPlan<F>, in directory: String, from source: any RecordSource, under rulebook: Rulebook,
        _ options: RebuildOptions
    ) {
        view = plan.name
        state = Mutex(RebuildStatus(view: plan.name))
        progress = Progress(view: plan.name)
        body = { rebuild in
            try RebuildRun(plan, in: directory, from: source, under: rulebook, options, rebuild.progress)
                .run { change in rebuild.state.withLock { change(&$0) } }
        }
    }

    /// Starts the thread. Once only.
    public func start() {
        Thread { [self] in
            Thread.current.name = "rebuild-\(view)"
            do {
                try body(self)
                state.withLock { $0.phase = .done }
            } catch {
                state.withLock { status in
                    status.phase = .failed
                    status.error = (error as? ViewError) ?? .sqlite(String(describing: error), "")
                }
            }
            end.lock()
            end.unlock(withCondition: 1)
        }.start()
    }

    /// Returns false when it takes longer than `timeout`.
    public func wait(atMost timeout: Duration) -> Bool {
        guard end.lock(whenCondition: 1, before: Date(timeIntervalSinceNow: timeout / .seconds(1))) else {
            return false
        }
        end.unlock()
        return true
    }

    /// Now.
    public var status: RebuildStatus {
        var status = state.withLock(\.self)
        status.reached = max(status.reached, progress.status.checkpoint.next)
        return status
    }
}

/// What a rebuild does besides.
public struct RebuildOptions: Sendable {
    /// Rows of each table kept in memory. What fits is written once, before there is any index.
    public var rows = 1_048_576
    /// Compares every row with the old file, both as of the same position.
    public var compares = false
    /// Of the rows that differ, how many are told in full; all are counted.
    public var differencesTold = 20
    /// Removes the files that answered before, once the new one does.
    public var dropsOld = false
    /// How long a daemon has to take the new file over.
    public var patience = Duration.seconds(120)

    public init() {}
}

/// How far a rebuild is.
public struct RebuildStatus: Sendable {
    /// What it is doing.
    public enum Phase: String, Sendable {
        /// Reads the log from its beginning.
        case folding
        /// Makes the indexes.
        case indexing
        /// Reads what came into the log meanwhile.
        case catchingUp
        /// Looks for rows that differ.
        case comparing
        /// Waits for the daemon to take the file over.
        case handingOver
        case done
        case failed
    }
    public var view: String
    public var phase = Phase.folding
    /// What comes before it is in the new file, or will be with its flush.
    public var reached = Position(0)
    /// What was set aside.
    public var parked: Int64 = 0
    /// Where they were asked for.
    public var difference: ViewDifference?
    public var error: ViewError?

    init(view: String) { self.view = view }
}
