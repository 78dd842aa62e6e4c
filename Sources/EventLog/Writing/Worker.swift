import Glibc

/// A thread with a name, joined once.
final class Worker {
    private var thread = pthread_t()

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let job = unsafe Unmanaged.passRetained(Job(name: name, body: body))
        let created = unsafe pthread_create(
            &thread, nil,
            { raw in
                guard let raw = unsafe raw else { return nil }
                let job = unsafe Unmanaged<Job>.fromOpaque(raw).takeRetainedValue()
                nameThread(job.name)
                job.body()
                return nil
            }, job.toOpaque())
        precondition(created == 0, "the system has no thread left: \(systemText(created))")
    }

    /// Returns once the body has.
    func join() { _ = pthread_join(thread, nil) }

    private final class Job: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

/// Whose work waits when the processors are busy. The intake, the log and whoever answers questions are first.
package enum ThreadPriority: Int32 {
    /// The views: where all cores are busy they still get a third of what the intake gets, so that they fall behind
    /// slowly.
    case behindAnswers = 5
    /// What somebody asked for and waits minutes for.
    case behindViews = 15
    /// What nobody waits for.
    case behindAll = 19

    /// To the calling thread, for good: on Linux each thread has a niceness of its own, and those that it starts begin
    /// with it. Where the system forbids it, all are alike.
    package func apply() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, rawValue) }
}

/// For people who look at the process: `top -H` shows it.
private func nameThread(_ name: String) {
    let descriptor = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = unsafe write(descriptor, name, name.utf8.count)
    close(descriptor)
}

/// Processors that this process may use.
func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
