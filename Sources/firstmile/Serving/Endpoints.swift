import Synchronization

/// Where the daemon's doors are open, with the ports that were taken; nil while they are not.
final class Endpoints: Sendable {
    private let open = Mutex<(intake: String?, feed: String?)>((nil, nil))

    var intake: String? {
        get { open.withLock { $0.intake } }
        set { open.withLock { $0.intake = newValue } }
    }

    var feed: String? {
        get { open.withLock { $0.feed } }
        set { open.withLock { $0.feed = newValue } }
    }
}
