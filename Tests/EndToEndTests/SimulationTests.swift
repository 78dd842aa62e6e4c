import Foundation
import Testing

/// The simulator knows what it broke: all of it is found, and nothing else is.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SimulationTests {
    @Test func `every planted violation is found, nothing else is flagged, and what must be refused is`()
        throws
    {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("three thousand simulated orders: seed \(seed)")
        let daemon = try Daemon.started()
        let told = daemon.directory.appending(path: "truth.ndjson")
        let stream = try Command.firstmile(
            "simulate", "--orders", "3000", "--seed", "\(seed)", "--malformed", "0.01", "--all", "--truth",
            told.path)
        #expect(stream.status == 0, "seed \(seed): \(stream.errors)")
        let truth = Truth(try String(contentsOf: told, encoding: .utf8), seed: seed)
        try #require(truth.orders.count == 3000, "seed \(seed)")
        #expect(truth.refused.count > 200, "seed \(seed)")

        let published = try daemon.publish(stream.text)
        #expect(published.status == 3, "seed \(seed): \(published.errors)")
        truth.checkReplies(published.objects)
        try daemon.settle()
        let anomalies = try daemon.rows("anomalies")
        truth.checkOrders(try daemon.rows("compliance"), anomalies)
        truth.checkGaps(anomalies)
        truth.checkFees(try daemon.rows("fees"))
        truth.checkExemptions(try daemon.rows("exemptions"))
        truth.checkOnboardings(try daemon.rows("onboarding"))
        #expect(daemon.stop() == 0, "seed \(seed): \(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }
}
