import CZeroMQ
import Glibc

/// A thread of its own, for work that blocks: sockets, polls, disk syncs. It never occupies the shared pool.
///
/// It ends after the last reference to it is gone and all that was given to it has run.
public final class DedicatedThread: Sendable {
    private let inbox = Inbox()

    /// - Parameter name: what `top -H` and debuggers show; the kernel keeps 15 bytes.
    public init(name: String) {
        let start = Start(name: name, inbox: inbox)
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

    /// Runs `body` on this thread, after what was given to it before.
    public func run(_ body: @escaping @Sendable () -> Void) { inbox.put(body) }
}

/// What the new thread needs to begin.
private final class Start: Sendable {
    private let name: String
    private let inbox: Inbox

    init(name: String, inbox: Inbox) { (self.name, self.inbox) = (name, inbox) }

    func run() {
        unsafe firstmile_name_current_thread(name)
        var works: [Inbox.Work] = []
        while inbox.take(into: &works) {
            for work in works { work() }
        }
    }
}
