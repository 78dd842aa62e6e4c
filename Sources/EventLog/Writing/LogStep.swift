/// A piece of the work that the log's threads do.
package enum LogStep: Sendable {
    /// The frame that is on its way is written and synced.
    case commit
    /// A quiet moment has passed: a mark proves that the last frame was synced.
    case mark
    /// Some zeros are written ahead of the tail.
    case prepare
}
