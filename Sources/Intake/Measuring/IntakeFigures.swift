public import Measures
import Wire

/// How the intake is doing, for metrics: a copy of what its thread counts in plain numbers, some ten times a second.
public struct IntakeFigures: Sendable {
    // Since the daemon started.
    public var recorded = WriteFigures()
    public var duplicates: UInt64 = 0
    /// Refused events, in the order of `RefusalCode.allCases`.
    public var refusals = Tally()
    public var requests: UInt64 = 0
    public var requestBytes: UInt64 = 0
    /// Events in a request.
    public var requestEvents = Distribution.numbers
    /// From taking a request to handing its reply over, when it is durable. Nanoseconds.
    public var replyTimes = Distribution.nanoseconds
    /// Whole requests turned away, by code of the problem.
    public var problems: [String: UInt64] = [:]
    public var hangUps: UInt64 = 0
    public var repliesDropped: UInt64 = 0

    // Now.
    public var isListening = false
    public var openOrders = 0
    /// Memory of the open orders, in bytes.
    public var orderBytes = 0
    /// When the clock next has something to say, nanoseconds since 1970; nil: nothing is due.
    public var nextAlarm: Int64?
    /// Waits for the commit under way, in bytes.
    public var fillingBytes = 0
    /// Replies that wait for the disk, in bytes.
    public var waitingReplyBytes = 0
    /// Requests that wait their turn.
    public var parkedRequests = 0
    public var parkedBytes = 0
    public var connections = 0
    /// Connections that have used up their window.
    public var busyConnections = 0
    /// The next position.
    public var next: UInt64 = 0

    public init() {}

    /// What became of an event.
    @inline(__always)
    mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .recorded: break
        case .duplicate: duplicates &+= 1
        case .refused(let refusal): refusals.add(refusal.code.index)
        }
    }

    mutating func count(_ news: DoorNews) {
        switch news {
        case .hungUp: hangUps += 1
        case .repliesDropped(_, let count): repliesDropped += UInt64(count)
        case .busy: break
        }
    }

}

extension RefusalCode {
    /// Its place in `allCases`.
    var index: Int {
        switch self {
        case .malformed: 0
        case .unknownType: 1
        case .notAFact: 2
        case .missingField: 3
        case .invalidField: 4
        case .oversize: 5
        case .conflict: 6
        case .timeInFuture: 7
        }
    }
}
