import Feed

extension MetricsPage {
    /// - Parameter end: of the log, as far as it is durable.
    mutating func addFeed(_ feed: FeedFigures, end: UInt64) {
        add(.feedListening, feed.isListening)
        add(.feedRequests, feed.requests.sorted { $0.key < $1.key }.map { ([$0.key], $0.value) })
        add(.feedProblems, feed.problems.sorted { $0.key < $1.key }.map { ([$0.key], $0.value) })
        add(.feedEvents, feed.events)
        add(.feedBytes, feed.bytes)
        add(.feedHangUps, feed.hangUps)
        add(.feedConnections, feed.connections)
        add(.feedWaiting, feed.waiting)
        add(.feedUntaken, feed.untakenBytes)
        let consumers = feed.consumers.sorted { $0.name < $1.name }
        add(.consumerPosition, consumers.map { ([$0.name], $0.position) })
        add(.consumerLag, consumers.map { ([$0.name], end > $0.position ? end - $0.position : 0) })
        add(.consumerCommitted, consumers.map { ([$0.name], Double($0.committedAt) / 1e9) })
        add(.consumerMembers, consumers.map { ([$0.name], $0.members) })
    }
}
