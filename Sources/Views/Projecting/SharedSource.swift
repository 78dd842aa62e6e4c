import Foundation
import Rulebook
import Vocabulary

/// One decoding of a log for all views of a process.
///
/// Each view takes part through a source of its own. Whoever needs the next records first decodes them for all; the
/// last few batches are kept for those that come a little later. The one in front waits a moment for the others, no
/// longer: who is that slow, stopped, or far behind, reads by himself until he has caught up.
public final class SharedSource: Sendable {
    private let ring: BatchRing

    /// - Parameters:
    ///   - batches: kept at most, of about `batchEvents` records each.
    ///   - patience: how long the one in front waits for the slowest of those who follow.
    public init(
        _ source: any RecordSource, batches: Int = 8, batchEvents: Int = 1024,
        patience: Duration = .milliseconds(250)
    ) {
        ring = BatchRing(source, batches: batches, batchEvents: batchEvents, patience: patience)
    }

    /// A source for one view.
    public func share() -> any RecordSource { Share(ring) }

    /// Batches decoded for everybody, and those that somebody decoded for himself.
    var decoded: (shared: Int, alone: Int) { ring.decoded }
}

/// One view's part. The ring knows it by its identity.
private final class Share: RecordSource {
    private let ring: BatchRing

    init(_ ring: BatchRing) { self.ring = ring }

    deinit { ring.leave(ObjectIdentifier(self)) }

    func end() throws(ViewError) -> Position { try ring.source.end() }

    func read(
        from position: Position, atMost count: Int, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        try ring.read(ObjectIdentifier(self), from: position, into: &batch)
    }

    func learn(_ rulebook: Rulebook, at position: Position) { ring.source.learn(rulebook, at: position) }

    func wait(for position: Position, atMost timeout: Duration) -> Bool {
        ring.source.wait(for: position, atMost: timeout)
    }
}
