public import EventLog
public import Feed
public import Intake
public import Quarantine
public import Views
public import Vocabulary

/// How the daemon is doing at one moment: plain values, read from its parts when somebody asks.
public struct Standing: Sendable {
    public var version = ""
    public var now = Instant(nanoseconds: 0)
    /// Positions below it are on the disk.
    public var durable: UInt64 = 0
    /// Why the log stopped for good.
    public var logFailure: String?
    /// Why it takes nothing at the moment.
    public var logRefusal: String?
    public var log = LogFigures()
    public var intake = IntakeFigures()
    /// Nil where the settings want no feed.
    public var feed: FeedFigures?
    public var quarantine = QuarantineFigures()
    public var views: [ProjectorStatus] = []
    /// Orders without a number whose deadline lies within ``deadlineSpans``; nil while the view cannot say.
    public var openDeadlines: [Int]?
    public var process = ProcessFigures()
    public var disk = DiskFigures()

    public init() {}

    /// The borders of ``openDeadlines``: the steps at which the shipped rulebook warns (R26), and the whole time.
    public static let deadlineSpans: [(name: String, span: Interval)] = [
        ("10m", .minutes(10)), ("30m", .minutes(30)), ("60m", .minutes(60)), ("120m", .minutes(120)),
    ]
}
