import Dispatch

/// An index being reopened on a thread of its own: every entry is read once, and whoever starts has more to do.
public final class IndexReopening: @unchecked Sendable {
    // Written by the thread before it signals, read once after.
    private var result: Result<FingerprintIndex, IndexError>?
    private let isDone = DispatchSemaphore(value: 0)

    /// Begins; ``finish()`` must be called.
    public init(in directory: String, epoch: UInt64, options: IndexOptions = IndexOptions()) {
        DispatchQueue(label: "reopening").async { [self] in
            do throws(IndexError) {
                result = .success(
                    try FingerprintIndex.reopen(in: directory, epoch: epoch, options: options))
            } catch { result = .failure(error) }
            isDone.signal()
        }
    }

    /// Waits for it; to be called once.
    public func finish() throws(IndexError) -> FingerprintIndex {
        isDone.wait()
        guard let result = result.take() else { preconditionFailure("it was finished before") }
        return try result.get()
    }
}
