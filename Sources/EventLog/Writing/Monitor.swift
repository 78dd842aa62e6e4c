import Glibc

/// A lock one can wait on. The mutex and the condition live on the heap, since the kernel knows them by address.
@safe final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        _ = unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        _ = unsafe pthread_condattr_init(&attributes)
        // A clock that nobody sets, so that a wait is as long as it says.
        _ = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        _ = unsafe pthread_cond_init(condition, &attributes)
        _ = unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        _ = unsafe pthread_cond_destroy(condition)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func withLock<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Only inside `withLock`, as the next two.
    func wait() { _ = unsafe pthread_cond_wait(condition, mutex) }

    /// False when the deadline passed.
    func wait(until deadline: ContinuousDeadline) -> Bool {
        var time = deadline.time
        return unsafe pthread_cond_timedwait(condition, mutex, &time) == 0
    }

    func wakeAll() { _ = unsafe pthread_cond_broadcast(condition) }
}

/// A moment on the monotonic clock.
struct ContinuousDeadline {
    let time: timespec

    init(after patience: Duration) {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, attoseconds) = patience.components
        let nanoseconds = now.tv_nsec + Int(attoseconds / 1_000_000_000)
        // A century is long enough, and does not overflow.
        let whole = Int(min(max(seconds, 0), 3_000_000_000))
        time = timespec(
            tv_sec: now.tv_sec + whole + nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    }
}

/// Nanoseconds of a clock that nobody sets.
package enum MonotonicClock {
    package static var now: UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
