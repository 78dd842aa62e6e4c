import Dispatch
import Foundation
import Synchronization

/// Keeps what was refused. Nothing here waits for the disk but a thread of its own: whoever refuses an event hands it
/// over and goes on, and what does not fit into memory meanwhile is counted.
public final class Quarantine: Sendable {
    private struct Waiting {
        var events: [RefusedEvent] = []
        var bytes = 0
        /// Not kept because too much waited.
        var overflow = 0
        var isClosing = false
    }

    private let path: String
    private let limits: QuarantineLimits
    private let onNews: @Sendable (QuarantineNews) -> Void
    private let waiting = Mutex(Waiting())
    private let shownFigures = Mutex(QuarantineFigures())
    private let work = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; the file is made by it.
    ///
    /// - Parameter onNews: told on that thread what whoever runs the daemon should know.
    public init(
        _ path: String, limits: QuarantineLimits = QuarantineLimits(),
        onNews: @escaping @Sendable (QuarantineNews) -> Void
    ) {
        self.path = path
        self.limits = limits
        self.onNews = onNews
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.name = "quarantine"
        thread.start()
    }

    /// Takes a refused event, or counts it when too many wait. Never waits; any thread.
    public func keep(_ event: RefusedEvent) {
        let isFirst = waiting.withLock { waiting in
            guard waiting.events.count < limits.waitingEvents,
                waiting.bytes + event.cost <= limits.waitingBytes, !waiting.isClosing
            else {
                waiting.overflow += 1
                return false
            }
            waiting.events.append(event)
            waiting.bytes += event.cost
            return waiting.events.count == 1
        }
        if isFirst { work.signal() }
    }

    /// How full it is. Any thread.
    public var figures: QuarantineFigures { shownFigures.withLock { $0 } }

    /// Writes what waits and ends the thread; called once.
    public func close() {
        waiting.withLock { $0.isClosing = true }
        work.signal()
        ended.wait()
    }

    // MARK: The thread

    private func run() {
        var file = try? open()
        var loss = Loss()
        var isNearlyFull = false
        var lastAged: DispatchTime?
        while true {
            if lastAged.map({ DispatchTime.now() > $0 + .seconds(600) }) ?? true {
                lastAged = .now()
                age(&file)
            }
            shownFigures.withLock {
                $0.bytes = file?.bytes ?? $0.bytes
                $0.limitBytes = limits.bytes
            }
            _ = work.wait(timeout: .now() + (loss.untold > 0 ? .seconds(5) : .seconds(600)))
            let (taken, isClosing) = waiting.withLock { waiting in
                defer { waiting = Waiting(isClosing: waiting.isClosing) }
                return (waiting, waiting.isClosing)
            }
            write(taken, to: &file, &loss)
            if loss.untold > 0, isClosing || loss.isToBeTold {
                onNews(.notKept(events: loss.untold, reason: loss.reason))
                loss = Loss(toldAt: .now())
            }
            tell(&isNearlyFull, file)
            drop(&file)
            if isClosing { return }
        }
    }

    /// What could not be kept, and when that was told for the last time: once in five seconds is enough.
    private struct Loss {
        var untold = 0
        var reason = ""
        var toldAt: DispatchTime?

        var isToBeTold: Bool { toldAt.map { DispatchTime.now() > $0 + .seconds(5) } ?? true }
    }

    private func open() throws -> QuarantineFile {
        do {
            return try QuarantineFile(path, limits: limits)
        } catch let error where QuarantineFile.isDamage(error) {
            let aside = "\(path).damaged-\(Int(Date().timeIntervalSince1970))"
            onNews(.putAside(path: aside, reason: "\(error)"))
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
            return try QuarantineFile(path, limits: limits)
        }
    }

    private func write(_ taken: Waiting, to file: inout QuarantineFile?, _ loss: inout Loss) {
        guard !taken.events.isEmpty || taken.overflow > 0 else { return }
        var lost = taken.overflow
        if lost > 0 { loss.reason = "they came faster than they could be written" }
        do {
            // A disk that was full or away may be back.
            var opened = try file ?? open()
            file = nil
            defer { file = opened }
            try opened.add(taken.events)
        } catch {
            file = nil
            lost += taken.events.count
            loss.reason = "\(path): \(error)"
        }
        loss.untold += lost
        let kept = taken.events.count + taken.overflow - lost
        shownFigures.withLock {
            $0.kept += UInt64(kept)
            $0.notKept += UInt64(lost)
        }
        if lost > 0 { try? file?.count(notKept: lost) }
    }

    private func tell(_ isNearlyFull: inout Bool, _ file: QuarantineFile?) {
        guard let file else { return }
        let isNow = file.bytes > limits.bytes / 5 * 4
        if isNow, !isNearlyFull { onNews(.nearlyFull(bytes: file.bytes, limit: limits.bytes)) }
        isNearlyFull = isNow
    }

    private func drop(_ file: inout QuarantineFile?) {
        guard let dropped = try? file?.drop(over: limits.bytes) else { return }
        tell(dropped)
    }

    private func tell(_ dropped: (entries: Int, upTo: Int64)) {
        shownFigures.withLock { $0.dropped += UInt64(dropped.entries) }
        onNews(.dropped(entries: dropped.entries, upTo: dropped.upTo))
    }

    private func age(_ file: inout QuarantineFile?) {
        let day: Int64 = 86_400_000_000_000
        let oldest = Int64(Date().timeIntervalSince1970 * 1e9) - Int64(limits.days) * day
        guard let dropped = try? file?.drop(before: oldest) else { return }
        tell(dropped)
    }
}
