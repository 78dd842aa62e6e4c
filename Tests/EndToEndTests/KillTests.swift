import EventLog
import Foundation
import Testing

/// What was acknowledged is on disk, whenever the daemon dies.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct KillTests {
    private static let kills = 20

    @Test func `twenty kills in mid-publish lose nothing, record nothing twice, and leave the views right`()
        throws
    {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("twenty kills: seed \(seed)")
        var dice = SeededDice(seed)
        let day = try Command.firstmile("simulate", "--orders", "20000", "--seed", "\(seed)")
        // A checkpoint is nearly always being written, and most starts begin with one.
        let often = ["FIRSTMILE_CHECKPOINT_RECORDS": "300"]
        let daemon = try Daemon()
        try daemon.start(environment: often)
        let endpoint = try daemon.endpoint
        let publisher = try EndlessPublisher(day.text, to: endpoint)

        for kill in 1...Self.kills {
            // First it must take something, so that every kill falls into the publishing.
            let log = try LogReader(directory: daemon.logDirectory)
            let before = try log.end()
            #expect(
                try log.waitForRecords(beyond: before, atMost: .seconds(30)),
                "seed \(seed), kill \(kill): nothing is recorded any more: \(publisher.said)")
            usleep(UInt32.random(in: 0..<250_000, using: &dice))
            try #require(publisher.isRunning, "seed \(seed), kill \(kill): \(publisher.said)")
            daemon.kill9()
            try daemon.start(at: endpoint, environment: often)
        }

        let (events, replies, status) = try publisher.finish()
        #expect(status == 0, "seed \(seed): \(publisher.said)")
        #expect(replies.count == events.count, "seed \(seed): every event is answered")
        try daemon.settle()
        #expect(daemon.said.contains(" checkpoint="), "seed \(seed): no start began with a checkpoint")
        #expect(!daemon.said.contains("thrown away"), "seed \(seed): \(daemon.said)")
        let records = try daemon.records()
        Published.check(replies, against: records, sent: events, seed)
        #expect(daemon.stop() == 0, "seed \(seed): \(daemon.said)")
        let verified = try Command.firstmile("log", "verify", "--data", daemon.directory.path)
        #expect(verified.status == 0, "seed \(seed): \(verified.text)")
        #expect(!verified.text.contains("unfinished"), "seed \(seed): \(verified.text)")
        try daemon.checkViewsAgainstRebuild()
        print("\(events.count) events sent, \(records.count) records in the log")
    }
}

/// The same seed gives the same moments.
private struct SeededDice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
