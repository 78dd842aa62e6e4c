public import EventLog
public import Views

/// The daemon as its pages and its API see it.
public struct House: Sendable {
    /// Where its files lie.
    public struct Places: Sendable {
        public var log: String
        public var views: String
        public var quarantine: String
        /// Where people keep what they made of it: tokens.
        public var data: String

        public init(data: String, log: String, views: String, quarantine: String) {
            (self.data, self.log, self.views, self.quarantine) = (data, log, views, quarantine)
        }
    }

    public var version: String
    public var places: Places
    /// Only `durable`, `failure` and `refusal`: all else is for its owner.
    public var log: EventLog
    /// Of all views, built in and in SQL, in the order in which they are shown.
    public var projectors: @Sendable () -> [ProjectorStatus]
    /// Where the intake and the feed listen; nil while they do not.
    public var intake: @Sendable () -> String?
    public var feed: @Sendable () -> String?
    /// Figures for Prometheus, and whether work can be given to the daemon, in JSON. Both may wait for the disk.
    public var metrics: @Sendable () -> String = { "" }
    public var health: @Sendable () -> (isReady: Bool, json: String) = { (true, "{}") }
    /// Reads views, off the event loops.
    public let views: ViewDesk
    public let rulebooks = RulebookShelf()
    let groups = GroupShelf()
    let logs: LogDesk
    /// Reads the log from end to end, or on and on: few at a time, so that nobody waits for them.
    let scans = WorkDesk(threads: HTTPLimits.scanners, most: HTTPLimits.streams)
    /// What watches the daemon is answered also while questions keep all other threads.
    let watch = WorkDesk(threads: 1, most: HTTPLimits.waiting)
    /// Looks through the log for orders that no view knows.
    let searches = WorkDesk(threads: 1, most: HTTPLimits.searches)
    let streams = StreamSlots(HTTPLimits.streams, ofOne: HTTPLimits.ownStreams)
    let door: IntakeDoor
    let consumers: FeedDoor
    let jobs: WhatIfJobs
    let notes: NoteShelf

    public init(
        version: String, places: Places, log: EventLog,
        projectors: @escaping @Sendable () -> [ProjectorStatus],
        intake: @escaping @Sendable () -> String?, feed: @escaping @Sendable () -> String?
    ) {
        (self.version, self.places, self.log) = (version, places, log)
        (self.projectors, self.intake, self.feed) = (projectors, intake, feed)
        views = ViewDesk(directory: places.views)
        logs = LogDesk(places.log)
        door = IntakeDoor(intake)
        consumers = FeedDoor(feed)
        jobs = WhatIfJobs(log: places.log)
        notes = NoteShelf(NoteShelf.path(in: places.data))
    }

    /// How one view stands; nil where there is none of that name.
    public func standing(of view: String) -> ProjectorStatus? { projectors().first { $0.view == view } }
}
