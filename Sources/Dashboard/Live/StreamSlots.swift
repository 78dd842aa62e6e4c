import Synchronization

/// How many streams may be open at once: each holds a connection and some memory for as long as somebody listens.
final class StreamSlots: Sendable {
    private let open = Atomic(0)
    private let most: Int

    init(_ most: Int) { self.most = most }

    /// A place among the streams, given back when nobody holds it any more.
    final class Slot: Sendable {
        private let slots: StreamSlots

        fileprivate init(_ slots: StreamSlots) { self.slots = slots }

        deinit { slots.open.subtract(1, ordering: .relaxed) }
    }

    func take() throws(Problem) -> Slot {
        guard open.add(1, ordering: .relaxed).newValue <= most else {
            open.subtract(1, ordering: .relaxed)
            throw .unavailable(
                "\(most) streams are open, and there may be no more", fix: "close one, or try again later")
        }
        return Slot(self)
    }
}
