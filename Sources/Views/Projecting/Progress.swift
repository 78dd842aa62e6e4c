import Foundation
import Vocabulary

/// What the projector's thread tells the others, and what they ask of it.
package final class Progress: @unchecked Sendable {
    // Everything below is touched only with the condition locked.
    private let condition = NSCondition()
    private var current: ProjectorStatus
    private var oldestWaiting: Instant?
    private var mustStop = false
    private var hasStarted = false

    package init(view: String) { current = ProjectorStatus(view: view) }

    var status: ProjectorStatus {
        condition.withLock {
            var status = current
            if let oldestWaiting {
                let now = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
                status.lagSeconds = max(0, Double((now - oldestWaiting).nanoseconds) / 1e9)
            }
            return status
        }
    }

    func begin() { condition.withLock { hasStarted = true } }

    var isStopping: Bool { condition.withLock { mustStop } }

    func reached(_ checkpoint: Checkpoint, _ phase: ProjectorStatus.Phase) {
        condition.withLock {
            current.checkpoint = checkpoint
            current.phase = phase
            oldestWaiting = nil
            condition.broadcast()
        }
    }

    /// A rebuild, whose flushes are few, has folded what comes before `position`.
    func isBuilding(at position: Position) {
        condition.withLock {
            current.checkpoint.next = position
            current.phase = .rebuilding
        }
    }

    /// The first record of a flush was recorded at `time`.
    func isFolding(from time: Instant) { condition.withLock { oldestWaiting = time } }

    func end(_ error: ViewError?) {
        condition.withLock {
            current.error = error
            current.phase = error == nil ? .stopped : .failed
            condition.broadcast()
        }
    }

    func stop() {
        condition.withLock {
            mustStop = true
            while hasStarted, current.phase != .stopped, current.phase != .failed { condition.wait() }
        }
    }

    func wait(until position: Position, atMost timeout: Duration) -> Bool {
        let end = Date(timeIntervalSinceNow: timeout / .seconds(1))
        return condition.withLock {
            // A rebuild is not what queries see, however far it has come.
            while current.checkpoint.next < position || current.phase == .rebuilding {
                guard current.phase != .stopped, current.phase != .failed, condition.wait(until: end) else {
                    return current.checkpoint.next >= position && current.phase != .rebuilding
                }
            }
            return true
        }
    }
}
