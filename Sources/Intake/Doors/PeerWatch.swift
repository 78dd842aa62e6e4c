import ZeroMQ

/// Keeps an eye on everybody who has connected, also on those who have not said a whole message yet.
///
/// libzmq collects a message of any number of frames before it hands it over, and up to its high-water mark of whole
/// messages for each peer: neither has a limit in bytes. TCP knows how much a peer has sent and we know how much of
/// it was read; whoever is too far ahead is hung up on, and libzmq forgets what it held of him.
struct PeerWatch: ~Copyable {
    private let monitor: Monitor
    private var sweepAt: Int64 = 0
    private var forgetAt: Int64 = 0
    /// Hung up on, and libzmq has not noticed yet.
    private var leaving: Set<Int32> = []

    /// - Parameter monitor: of the socket, made before it was bound.
    init(_ monitor: consuming Monitor) { self.monitor = monitor }

    /// Learns who came and went, and looks at everybody when it is time.
    ///
    /// - Returns: what was done about it.
    mutating func look(_ doors: Doors) throws -> [DoorNews] {
        while let (event, descriptor) = try monitor.nextOfPeer() {
            switch event {
            case .accepted: doors.accepted(descriptor)
            case .lost:
                doors.lost(descriptor)
                leaving.remove(descriptor)
            case .ready, .retrying, .handshakeFailed: break
            }
        }
        // The clock may have been set back.
        if doors.now < sweepAt - 1000 { (sweepAt, forgetAt) = (doors.now, doors.now) }
        var news = doors.now >= sweepAt ? sweep(doors) : []
        if doors.now >= forgetAt {
            forgetAt = doors.now + 1000
            doors.forget()
            news += doors.takeNews()
        }
        return news
    }

    /// Milliseconds until it wants to look again.
    func patience(_ now: Int64) -> Int { Int(max(1, sweepAt - now)) }

    private mutating func sweep(_ doors: Doors) -> [DoorNews] {
        var news: [DoorNews] = []
        // What waits its turn was theirs too.
        var total = doors.turns.parkedBytes
        var worst: (descriptor: Int32, unread: Int) = (-1, 0)
        var isBusy = false
        for (descriptor, owner) in doors.peers where !leaving.contains(descriptor) {
            guard let traffic = Traffic(of: descriptor) else {
                if Traffic.isClosed(descriptor) { doors.lost(descriptor) }
                continue
            }
            var read: UInt64 = 0
            if let owner {
                doors.lookUp(owner, traffic)
                read = doors.connections[owner].read
            }
            let unread = traffic.received > read ? Int(clamping: traffic.received - read) : 0
            isBusy = isBusy || unread > 1 << 20
            if unread > doors.credit.unreadBytes {
                news.append(hangUp(descriptor, unread))
            } else {
                total += unread
                if unread > worst.unread { worst = (descriptor, unread) }
            }
        }
        doors.shareReplies()
        if total > doors.credit.unreadTotal, worst.descriptor >= 0 {
            news.append(hangUp(worst.descriptor, worst.unread))
        }
        // Somebody who is quick sends a hundred mebibytes in a tenth of a second.
        sweepAt = doors.now + (isBusy ? 5 : 100)
        return news
    }

    private mutating func hangUp(_ descriptor: Int32, _ unread: Int) -> DoorNews {
        Traffic.hangUp(descriptor)
        leaving.insert(descriptor)
        return .hungUp(descriptor: descriptor, unreadBytes: unread)
    }
}
