import Synchronization

/// How many streams may be open at once: each holds a connection and some memory for as long as somebody listens.
final class StreamSlots: Sendable {
    private let open = Mutex<(all: Int, by: [String: Int])>((0, [:]))
    private let most: Int
    private let mostOfOne: Int

    init(_ most: Int, ofOne mostOfOne: Int) { (self.most, self.mostOfOne) = (most, mostOfOne) }

    /// A place among the streams, given back when nobody holds it any more.
    final class Slot: Sendable {
        private let slots: StreamSlots
        private let listener: String

        fileprivate init(_ slots: StreamSlots, _ listener: String) {
            (self.slots, self.listener) = (slots, listener)
        }

        deinit { slots.giveBack(listener) }
    }

    /// - Throws: ``Problem`` where there are too many, of this listener or of all.
    func take(for listener: String) throws(Problem) -> Slot {
        let limit = open.withLock { open -> Int? in
            if open.by[listener, default: 0] >= mostOfOne { return mostOfOne }
            if open.all >= most { return most }
            open.all += 1
            open.by[listener, default: 0] += 1
            return nil
        }
        guard let limit else { return Slot(self, listener) }
        throw .unavailable(
            "\(limit) streams are open, and there may be no more", fix: "close one, or try again later")
    }

    private func giveBack(_ listener: String) {
        open.withLock { open in
            open.all -= 1
            let left = open.by[listener, default: 1] - 1
            open.by[listener] = left > 0 ? left : nil
        }
    }
}
