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

/// For people who look at the process: `top -H` shows it.
private func nameThread(_ name: String) {
    let descriptor = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = unsafe write(descriptor, name, name.utf8.count)
    close(descriptor)
}

/// Processors that this process may use.
func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
