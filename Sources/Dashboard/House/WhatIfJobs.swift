import EventLog
import Foundation
import HTTPTypes
import Replay
import Rulebook
import Synchronization

/// What-ifs under way and done: one at a time, on a thread that gives way to the daemon's work, the last few kept.
final class WhatIfJobs: Sendable {
    /// How far one is.
    enum State: Sendable {
        case waiting
        case running(stage: String, done: UInt64, all: UInt64)
        case done(WhatIfStudy.Answer)
        case failed(String)

        var isOver: Bool {
            switch self {
            case .waiting, .running: false
            case .done, .failed: true
            }
        }
    }

    struct Job: Sendable {
        let id: Int
        /// What was asked, as JSON.
        let question: String
        /// Of whose token; nil: of whoever sits at this machine.
        let owner: String?
        fileprivate let study: WhatIfStudy
        fileprivate let rulebooks: [RulebookFile]
        var state = State.waiting
    }

    private struct All {
        var jobs: [Job] = []
        var next = 1
        /// A thread is at it.
        var isWorking = false
    }

    /// Nobody wants to know any more.
    private struct Forgotten: Error {}

    /// That wait or run; beyond it ``Problem`` is thrown.
    private static let most = 4
    /// That are over and still known.
    private static let kept = 4
    /// Orders listed in an answer: the API gives no more. A list of all would grow with the log, and so would the daemon.
    static let listed = 10_000
    /// Orders of a log that is judged beside the daemon's work: each takes about half a kilobyte while a job runs.
    private static let mostOrders = 1_000_000

    private let log: String
    private let all = Mutex(All())

    init(log: String) { self.log = log }

    /// Begins one when those before it are over.
    func add(
        _ asked: WhatIfStudy, _ rulebooks: [RulebookFile], question: String, owner: String?
    ) throws(Problem) -> Job {
        var study = asked
        (study.listed, study.mostOrders) = (Self.listed, Self.mostOrders)
        let (job, isFirst) = all.withLock { all -> (Job?, Bool) in
            guard all.jobs.count(where: { !$0.state.isOver }) < Self.most else { return (nil, false) }
            let job = Job(
                id: all.next, question: question, owner: owner, study: study, rulebooks: rulebooks)
            all.next += 1
            defer { all.isWorking = true }
            all.jobs.append(job)
            while all.jobs.count(where: \.state.isOver) > Self.kept,
                let oldest = all.jobs.firstIndex(where: \.state.isOver)
            {
                all.jobs.remove(at: oldest)
            }
            return (job, !all.isWorking)
        }
        guard let job else {
            throw Problem(
                .tooManyRequests, "too-many", "Too many requests",
                detail: "\(Self.most) what-ifs wait or run already",
                fix: "wait until one is done, or forget one"
            ).retry(after: 5)
        }
        if isFirst {
            let thread = Thread { [self] in work() }
            thread.name = "what-if"
            thread.start()
        }
        return job
    }

    var list: [Job] { all.withLock(\.jobs) }

    func job(_ id: Int) -> Job? { all.withLock { $0.jobs.first { $0.id == id } } }

    /// Forgets one; if it runs, it stops soon.
    func forget(_ id: Int) {
        all.withLock { all in
            guard let index = all.jobs.firstIndex(where: { $0.id == id }) else { return }
            all.jobs.remove(at: index)
        }
    }

    /// One after the other, until none waits.
    private func work() {
        ThreadPriority.behindViews.apply()
        while let job = next() { run(job) }
    }

    private func next() -> Job? {
        all.withLock { all in
            let job = all.jobs.first { if case .waiting = $0.state { true } else { false } }
            all.isWorking = job != nil
            return job
        }
    }

    private func run(_ job: Job) {
        let id = job.id
        do {
            try check(id)
            let answer = try job.study.run(logIn: log, rulebooks: job.rulebooks) { stage, done, whole in
                try check(id)
                set(id, .running(stage: stage.rawValue, done: done, all: whole))
            }
            set(id, .done(answer))
        } catch is Forgotten {
        } catch {
            set(id, .failed("\(error)"))
        }
    }

    private func check(_ id: Int) throws {
        if job(id) == nil { throw Forgotten() }
    }

    private func set(_ id: Int, _ state: State) {
        all.withLock { all in
            guard let index = all.jobs.firstIndex(where: { $0.id == id }) else { return }
            all.jobs[index].state = state
        }
    }
}
