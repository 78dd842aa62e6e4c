import ZeroMQ

/// Who is connected: so that who takes no replies, or sends what nobody asked for, harms himself alone.
final class Peers {
    private var byIdentity: [[UInt8]: Peer] = [:]
    /// Descriptors on which somebody has connected; nobody's as long as nothing was said.
    private var byDescriptor: [CInt: Peer?] = [:]

    /// Who sent a message; made when he is new.
    func sender(of message: borrowing Multipart) -> Peer {
        let identity = message.copied(at: 0)
        let peer = byIdentity[identity] ?? Peer(identity)
        byIdentity[identity] = peer
        let descriptor = message.count > 1 ? message.descriptor(at: 1) : -1
        // The identity was not on the wire.
        peer.heard(
            message.wireBytes - Multipart.wireBytes(of: message.byteCount(at: 0)), by: descriptor)
        if descriptor >= 0 { byDescriptor[descriptor] = .some(peer) }
        return peer
    }

    func accepted(_ descriptor: CInt) {
        _ = lost(descriptor)
        byDescriptor[descriptor] = .some(nil)
    }

    /// A connection is gone; gives back whose it was.
    func lost(_ descriptor: CInt) -> Peer? {
        guard let known = byDescriptor.removeValue(forKey: descriptor), let peer = known else { return nil }
        guard peer.descriptor == descriptor else { return nil }
        byIdentity[peer.identity] = nil
        return peer
    }

    /// libzmq says that it knows nobody of that name any more.
    func forget(_ peer: Peer) {
        guard byIdentity[peer.identity] === peer else { return }
        byIdentity[peer.identity] = nil
        if let known = byDescriptor[peer.descriptor], known === peer { byDescriptor[peer.descriptor] = nil }
    }

    /// Forgets those whose connection went without a word: libzmq does not tell of one that it closes itself.
    func forgetGone() {
        for peer in byIdentity.values where peer.unanswered <= 0 {
            let isAnothers = byDescriptor[peer.descriptor].map { $0 !== peer } ?? true
            if peer.descriptor >= 0, isAnothers || Traffic.isClosed(peer.descriptor) { forget(peer) }
        }
    }

    /// Who is connected.
    var count: Int { byDescriptor.count }

    /// Bytes of replies that nobody has taken, of all.
    var untaken: Int { byIdentity.values.reduce(0) { $0 + ($1.untaken() ?? 0) } }

    /// Hangs up on everybody who sends far more than is read: libzmq collects messages of any number of frames before
    /// it hands them over.
    func hangUpOnFlooders() -> [FeedNews] {
        var news: [FeedNews] = []
        for (descriptor, peer) in byDescriptor {
            guard let traffic = Traffic(of: descriptor) else { continue }
            let read = peer?.descriptor == descriptor ? peer?.read ?? 0 : 0
            guard traffic.received > read + UInt64(FeedLimits.unreadBytes) else { continue }
            Traffic.hangUp(descriptor)
            news.append(.hungUp(descriptor: descriptor, unreadBytes: Int(traffic.received - read)))
        }
        return news
    }
}

/// What an operator should know of the feed.
public enum FeedNews: Sendable, Equatable {
    /// A peer was hung up on, because it sent so much more than requests.
    case hungUp(descriptor: CInt, unreadBytes: Int)
    /// Consumers' positions could not be stored; they were told to try again.
    case notStored(reason: String)
    /// The log could not be read for a request.
    case unreadable(position: UInt64, reason: String)
}
