import Glibc
import Synchronization

/// The queue between whoever gives a thread work and the thread that does it.
///
/// The thread takes all that waits at once, so that neither side ever shifts a queue.
@safe final class Inbox: @unchecked Sendable {
    enum Work {
        case job(UnownedJob)
        case block(@Sendable () -> Void)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let thread = Atomic<pthread_t>(0)
    private var works: [Work] = []
    private var isOpen = true

    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    var isOnItsThread: Bool { pthread_equal(thread.load(ordering: .acquiring), pthread_self()) != 0 }

    func adoptCurrentThread() { thread.store(pthread_self(), ordering: .releasing) }

    func put(_ work: Work) {
        unsafe pthread_mutex_lock(mutex)
        works.append(work)
        // Signalled under the lock: the thread may otherwise end and take the condition with it.
        unsafe pthread_cond_signal(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    func close() {
        unsafe pthread_mutex_lock(mutex)
        isOpen = false
        unsafe pthread_cond_signal(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits for work and swaps it into `taken`; false once closed and empty.
    func take(into taken: inout [Work]) -> Bool {
        taken.removeAll(keepingCapacity: true)
        unsafe pthread_mutex_lock(mutex)
        while works.isEmpty, isOpen { unsafe pthread_cond_wait(condition, mutex) }
        swap(&works, &taken)
        unsafe pthread_mutex_unlock(mutex)
        return !taken.isEmpty
    }
}
