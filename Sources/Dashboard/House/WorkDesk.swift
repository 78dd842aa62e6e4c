import NIOPosix
import Synchronization

/// Work that waits for the disk, on threads of its own: an event loop that waited would hold up everybody on it.
final class WorkDesk: Sendable {
    private let pool: NIOThreadPool
    private let waiting = Atomic(0)
    private let most: Int

    /// - Parameter most: pieces of work that wait or run; beyond it ``Problem/busy`` is thrown.
    init(threads: Int, most: Int) {
        pool = NIOThreadPool(numberOfThreads: threads)
        self.most = most
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard waiting.add(1, ordering: .relaxed).newValue <= most else {
            waiting.subtract(1, ordering: .relaxed)
            throw Problem.busy
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await pool.runIfActive(work)
    }
}
