import Hummingbird
import NIOCore

/// What Hummingbird keeps beside a request: the address it came from.
struct DoorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Without its port; nil where it cannot be told.
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }
}
