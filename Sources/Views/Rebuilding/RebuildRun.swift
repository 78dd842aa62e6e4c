import Foundation
import GRDB
import Rulebook
import Vocabulary

/// One rebuild, step by step.
struct RebuildRun<F: Fold> {
    private let plan: ViewPlan<F>
    private let file: ViewFile
    private let source: any RecordSource
    private let rulebook: Rulebook
    private let options: RebuildOptions
    private let progress: Progress

    /// Told of what the owner may ask for.
    typealias Tell = ((inout RebuildStatus) -> Void) -> Void

    init(
        _ plan: ViewPlan<F>, in directory: String, from source: any RecordSource, under rulebook: Rulebook,
        _ options: RebuildOptions, _ progress: Progress
    ) {
        self.plan = plan
        file = ViewFile(name: plan.name, version: plan.version, directory: directory)
        self.source = source
        self.rulebook = rulebook
        self.options = options
        self.progress = progress
    }

    func run(_ tell: Tell) throws {
        guard let right = try file.beginBuilding() else { throw ViewError.beingRebuilt(view: plan.name) }
        defer { withExtendedLifetime(right) {} }
        do {
            try build(tell)
        } catch {
            file.remove(file.building)
            throw error
        }
        tell { $0.phase = .handingOver }
        try handOver(try file.finishBuilding())
        if options.dropsOld { file.dropOld() }
    }

    private func build(_ tell: Tell) throws {
        var settings = ProjectorOptions()
        settings.rebuildRows = options.rows
        settings.gather = .zero
        let old = options.compares ? try ViewComparison(of: file) : nil
        let bulk = try FoldRun(building: plan, file, from: source, under: rulebook, settings, progress)
        // The old file can only go on from where it is: there both can be compared.
        bulk.bound = try old?.position()
        while try bulk.advance() {}
        tell { $0.phase = .indexing }
        try bulk.finishBuilding()

        tell { $0.phase = .catchingUp }
        let run = try FoldRun(
            plan, file, at: file.building, open: try file.connect(file.building), from: source,
            under: rulebook,
            settings, progress)
        defer { run.close() }
        if let old {
            run.bound = try old.hold()
            while try run.advance() {}
            tell { $0.phase = .comparing }
            let difference = try old.compare(
                with: file.building, told: options.differencesTold, plan.emptyRows)
            tell { $0.difference = difference }
            run.bound = nil
        }
        tell { $0.phase = .catchingUp }
        // What is left for the daemon to read must not keep the view waiting.
        for _ in 0..<20 {
            _ = try run.advance()
            guard try source.end().rawValue > run.checkpoint.next.rawValue + 10_000 else { break }
        }
        tell { $0.parked = run.checkpoint.parked }
    }

    /// Whoever writes the view takes the file over; where nobody does, this process moves the link.
    private func handOver(_ number: Int) throws {
        let end = ContinuousClock.now + options.patience
        while file.currentNumber < number {
            if let right = try file.own() {
                defer { withExtendedLifetime(right) {} }
                if file.currentNumber < number { try file.show(number) }
                return
            }
            guard ContinuousClock.now < end else {
                throw ViewError.notTakenOver(view: plan.name, path: file.path(number))
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
