import CZeroMQ
import Glibc

/// A thread of its own, for work that blocks: sockets, polls, disk syncs. It never occupies the shared pool.
///
/// An actor may name it as its executor, or closures may be given to it. It ends after the last reference to
/// it is gone and all that was given to it has run.
public final class DedicatedThread: SerialExecutor {
    private let inbox = Inbox()

    /// - Parameter name: what `top -H` and debuggers show; the kernel keeps 15 bytes.
    public init(name: String) {
        let start = unsafe Start(name: name, inbox: inbox, executor: asUnownedSerialExecutor())
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(start).toOpaque())
        precondition(code == 0, "no thread can be made for \(name): the process has reached its limit")
        pthread_detach(thread)
    }

    deinit { inbox.close() }

    public func enqueue(_ job: consuming ExecutorJob) { inbox.put(.job(UnownedJob(job))) }

    /// Runs `body` on this thread, after what was given to it before.
    public func run(_ body: @escaping @Sendable () -> Void) { inbox.put(.block(body)) }

    public func isIsolatingCurrentContext() -> Bool? { inbox.isOnItsThread }
}

/// What the new thread needs to begin.
@safe private final class Start {
    private let name: String
    private let inbox: Inbox
    private let executor: UnownedSerialExecutor

    init(name: String, inbox: Inbox, executor: UnownedSerialExecutor) {
        (self.name, self.inbox) = (name, inbox)
        unsafe self.executor = executor
    }

    func run() {
        unsafe firstmile_name_current_thread(name)
        inbox.adoptCurrentThread()
        var works: [Inbox.Work] = []
        while inbox.take(into: &works) {
            for work in works {
                switch work {
                // A job keeps its actor alive and the actor keeps the executor.
                case .job(let job): unsafe job.runSynchronously(on: executor)
                case .block(let body): body()
                }
            }
        }
    }
}
