import EventLog
import Foundation
public import Rulebook
import Synchronization
public import Vocabulary

/// Runs one projection on a thread of its own: follows the log, folds, flushes, tells how far it is.
///
/// One writer per view: nothing else may write its file. An error stops this view only and is kept in ``status``.
public final class Projector: Sendable {
    private let view: String
    private let source: any RecordSource
    private let progress: Progress
    private let file: ViewFile
    private let body: @Sendable (Progress) throws -> Void

    /// Prepares a projector; nothing is opened before ``start()``. `directory` must exist, `rulebook` counts while
    /// the log names none.
    public convenience init<P: Projection>(
        _ projection: P.Type, in directory: String, from source: any RecordSource, under rulebook: Rulebook,
        options: ProjectorOptions = ProjectorOptions()
    ) {
        self.init(ViewPlan(P.self), in: directory, from: source, under: rulebook, options: options)
    }

    /// Of a view that somebody wrote in SQL. `source` keeps the bytes of its records.
    public convenience init(
        _ projection: SQLProjection, in directory: String, from source: any RecordSource,
        under rulebook: Rulebook,
        options: ProjectorOptions = ProjectorOptions()
    ) {
        self.init(ViewPlan(projection), in: directory, from: source, under: rulebook, options: options)
    }

    init<F: Fold>(
        _ plan: ViewPlan<F>, in directory: String, from source: any RecordSource, under rulebook: Rulebook,
        options: ProjectorOptions
    ) {
        view = plan.name
        self.source = source
        file = ViewFile(name: plan.name, version: plan.version, directory: directory)
        progress = Progress(view: plan.name)
        body = { progress in
            let run = try ProjectorRun(
                plan, directory: directory, source: source, under: rulebook, options: options,
                progress: progress)
            defer { run.close() }
            try run.follow()
        }
    }

    /// Starts the thread. Once only.
    public func start() {
        progress.begin()
        Thread { [progress, body, view, file] in
            Thread.current.name = "view-\(view)"
            ThreadPriority.behindAnswers.apply()
            do {
                try body(progress)
                progress.end(nil)
            } catch let error as ViewError {
                progress.end(error)
            } catch let error where ViewFile.isDamage(error) {
                let aside = file.current.map { file.putAside($0) } ?? file.building
                progress.end(
                    .sqlite("\(error); the file is now \(aside), and the next start makes the view again", "")
                )
            } catch {
                progress.end(.sqlite(String(describing: error), ""))
            }
        }.start()
    }

    /// Asks the thread to finish its flush and go; returns when the file is closed.
    public func stop() { progress.stop() }

    /// Now, without asking the source how long its log is: `lagEvents` is 0.
    public var standing: ProjectorStatus { progress.status }

    /// Now, with the lag measured against the log's end.
    public var status: ProjectorStatus {
        var status = progress.status
        let end = (try? source.end()) ?? status.checkpoint.next
        let next = status.checkpoint.next
        status.lagEvents = end > next ? end.rawValue - next.rawValue : 0
        if status.lagEvents == 0 { status.lagSeconds = 0 }
        return status
    }

    /// Returns true when everything before `position` is in the file that answers queries; false when that takes longer than `timeout`
    /// or the view has stopped.
    public func wait(until position: Position, atMost timeout: Duration) -> Bool {
        progress.wait(until: position, atMost: timeout)
    }
}
