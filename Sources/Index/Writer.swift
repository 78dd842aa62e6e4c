import Dispatch
import Foundation
import Synchronization

/// What the index's owner and its background thread share: everything else belongs to one of them.
///
/// The mutex is taken once a table and once a new list of runs, never for an insert or a lookup.
final class Writer: Sendable {
    /// A full table on its way to disk; both threads only read it.
    struct Frozen: Sendable {
        let table: Table
        let number: UInt64
        let coveredThrough: UInt64?
    }

    struct State: Sendable {
        /// The table to be written; nil once its run is among `runs`.
        var waiting: Frozen?
        /// A written table, to be cleared for reuse, and a cleared one.
        var spent: Table?
        var spare: Table?
        /// Oldest first.
        var runs: [Run]
        /// Counts the changes of `runs`, and which of them the owner has taken over.
        var version = 0
        var adopted = 0
        /// Why the waiting table, or a merge, could not be written; nil again once a table could.
        var tableFailure: IndexError?
        var mergeFailure: IndexError?
        var isClosing = false
        /// Nothing is under way and nothing is left to do until the owner brings something.
        var isIdle = false
    }

    let directory: String
    let epoch: UInt64
    let options: IndexOptions
    let meter: MemoryMeter
    let state: Mutex<State>
    /// `state.version`, to be compared without the mutex on every lookup.
    let version = Atomic<Int>(0)
    /// Wakes the thread.
    let work = DispatchSemaphore(value: 0)
    /// Wakes an owner that waits for its frozen table to be written.
    let progress = DispatchSemaphore(value: 0)
    private let stopped = DispatchSemaphore(value: 0)

    init(directory: String, epoch: UInt64, options: IndexOptions, meter: MemoryMeter, runs: [Run]) {
        self.directory = directory
        self.epoch = epoch
        self.options = options
        self.meter = meter
        state = Mutex(State(runs: runs))
    }

    /// Starts the thread; the files named in `leftovers` are removed in its spare time.
    func start(leftovers: [String]) {
        let thread = Thread { [self] in
            loop(leftovers)
            stopped.signal()
        }
        thread.name = "index"
        thread.start()
    }

    /// What the thread made and did not finish is gone when this returns: whoever comes next finds no file vanishing.
    private func loop(_ leftovers: [String]) {
        var loop = WriterLoop(self, leftovers: leftovers)
        loop.run()
    }

    /// Ends the thread after the table that waits, if it can be written, and before any further merge.
    func stop() {
        state.withLock { $0.isClosing = true }
        work.signal()
        stopped.wait()
    }
}
