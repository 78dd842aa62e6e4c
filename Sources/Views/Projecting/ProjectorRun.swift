import Foundation
import GRDB
package import Rulebook
import Vocabulary

/// The life of one projection on its thread: which file is written, until when, and what takes its place.
package final class ProjectorRun<F: Fold> {
    private let plan: ViewPlan<F>
    private let file: ViewFile
    private let source: any RecordSource
    private let rulebook: Rulebook
    private let options: ProjectorOptions
    private let progress: Progress
    /// The right to write the view; nil once it is closed.
    private var lock: FileLock?
    /// Nil only while one is exchanged for another.
    private var run: FoldRun<F>?
    /// The right to build, while `run` does.
    private var building: FileLock?

    package init(
        _ plan: ViewPlan<F>, directory: String, source: any RecordSource, under rulebook: Rulebook,
        options: ProjectorOptions, progress: Progress
    ) throws {
        self.plan = plan
        file = ViewFile(name: plan.name, version: plan.version, directory: directory)
        self.source = source
        self.rulebook = rulebook
        self.options = options
        self.progress = progress
        lock = try Self.own(file, progress)
        try open()
    }

    /// Whoever writes the view now may be about to end.
    private static func own(_ file: ViewFile, _ progress: Progress) throws -> FileLock {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            if let lock = try file.own() { return lock }
            guard ContinuousClock.now < end, !progress.isStopping else {
                throw ViewError.ownedByOthers(view: file.name)
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Applies what there is and goes on until told to stop.
    func follow() throws {
        progress.reached(run?.checkpoint ?? Checkpoint(), isBuilding ? .rebuilding : .following)
        while !progress.isStopping {
            try catchUp()
            // Gathering makes few large flushes out of many small ones; and a source that does not wait, because
            // its log was closed, must not keep a core busy.
            guard let next = run?.checkpoint.next else { return }
            _ = source.wait(for: next, atMost: .milliseconds(200))
            Thread.sleep(forTimeInterval: options.gather / .seconds(1))
        }
    }

    /// Applies what there is; a rebuild that gets there becomes the view, also one that somebody else made.
    package func catchUp() throws {
        while !progress.isStopping, try advance() {}
        guard !progress.isStopping else { return }
        if isBuilding { try finishBuilding() }
        try takeOver()
        progress.reached(run?.checkpoint ?? Checkpoint(), .following)
    }

    /// One flush: reads, folds and writes what follows the checkpoint. False when there was nothing.
    package func advance() throws -> Bool {
        guard try run?.advance() ?? false else { return false }
        if !isBuilding { try takeOver() }
        return true
    }

    package func close() {
        run?.close()
        run = nil
        if building != nil { file.remove(file.building) }
        building = nil
        lock = nil
    }

    private var isBuilding: Bool { building != nil }

    // MARK: Which file

    private func open() throws {
        // Somebody deleted it, so that it is made again.
        if file.current == nil { for number in file.numbers { file.remove(file.path(number)) } }
        if let path = file.current, let database = try file.openIfUsable(path) {
            run = try resume(path, database)
            return
        }
        // A rebuild that was finished while nobody was there.
        for number in file.waiting {
            guard let database = try file.openIfUsable(file.path(number)) else { continue }
            run = try resume(file.path(number), database)
            return try file.show(number)
        }
        while building == nil, !progress.isStopping {
            building = try file.beginBuilding()
            // A command is at it: what it makes is as good.
            if building == nil { Thread.sleep(forTimeInterval: 0.1) }
            if !file.waiting.isEmpty, file.current != nil {
                building = nil
                return try open()
            }
        }
        run = try FoldRun(building: plan, file, from: source, under: rulebook, options, progress)
    }

    private func resume(_ path: String, _ database: DatabaseQueue) throws -> FoldRun<F> {
        try FoldRun(plan, file, at: path, open: database, from: source, under: rulebook, options, progress)
    }

    /// It has reached the end of the log: it becomes the view.
    private func finishBuilding() throws {
        try run?.finishBuilding()
        run = nil
        let number = try file.finishBuilding()
        building = nil
        run = try resume(file.path(number), try file.connect(file.path(number)))
        try file.show(number)
    }

    /// Goes on with a file that was rebuilt beside this one, once it knows as much.
    private func takeOver() throws {
        for number in file.waiting {
            let path = file.path(number)
            guard let before = run?.checkpoint.next, let database = try file.openIfUsable(path) else {
                continue
            }
            let fresh = try resume(path, database)
            while fresh.checkpoint.next < before, !progress.isStopping { _ = try fresh.advance() }
            guard fresh.checkpoint.next >= before else { return fresh.close() }
            try file.show(number)
            run?.close()
            run = fresh
            return
        }
    }
}

extension ProjectorRun where F: Projection {
    package convenience init(
        directory: String, source: any RecordSource, under rulebook: Rulebook, options: ProjectorOptions,
        progress: Progress
    ) throws {
        try self.init(
            ViewPlan(F.self), directory: directory, source: source, under: rulebook, options: options,
            progress: progress)
    }
}
