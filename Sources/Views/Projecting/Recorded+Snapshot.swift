internal import Vocabulary

extension Recorded {
    /// The gate's verdict must say how the order stands: without it a view would keep an older status as if it
    /// were the new one.
    borrowing func checkSnapshot() throws(ViewError) {
        guard origin == .decision, case .validated(let it) = event.payload, it.status == nil else { return }
        throw .unfit("a 'validated' decision without the order's status")
    }
}
