import Client
import Foundation
import Synchronization
import Testing
import Vocabulary
import Wire

/// Members of a group, over sockets.
struct SharingTests {
    /// What members did, as each committed it; in the order in which they did.
    final class Ledger: Sendable {
        struct Entry: Sendable {
            let member: String
            let generation: UInt64
            let event: String
        }
        private let entries = Mutex<[Entry]>([])
        var all: [Entry] { entries.withLock { $0 } }
        func add(_ batch: FeedBatch) {
            guard let member = batch.member else { return }
            entries.withLock { entries in
                entries += batch.events.map {
                    Entry(member: member.name, generation: member.generation, event: $0)
                }
            }
        }
        var positions: [UInt64] { all.map(\.event.position).sorted() }

        /// In each generation every order has one member, and its events come in order.
        func check() {
            var owners: [String: String] = [:]
            var last: [String: UInt64] = [:]
            for entry in all {
                guard let order = entry.event.member("orderId") as? String else { continue }
                let key = "\(entry.generation)/\(order)"
                let owner = owners[key] ?? entry.member
                #expect(owner == entry.member, "\(key) is with \(owner) and \(entry.member)")
                owners[key] = owner
                #expect(last[key] ?? 0 <= entry.event.position, "\(key) out of order")
                last[key] = entry.event.position
            }
        }
    }

    private func member(
        _ name: String, of desk: Desk, lease: Duration = .seconds(1), maxEvents: Int = 20
    ) throws -> Consumer {
        try Consumer(
            of: desk.endpoint,
            options: .with {
                $0.name = "group"
                $0.member = name
                $0.lease = lease
                $0.maxEvents = maxEvents
                $0.wait = .milliseconds(200)
            })
    }

    /// Reads, notes and commits until cancelled.
    private func run(_ consumer: Consumer, _ ledger: Ledger) -> Task<Void, any Error> {
        Task {
            for try await batch in consumer {
                do {
                    // Noted first: at least once, whatever becomes of the commit.
                    ledger.add(batch)
                    try await consumer.commit(batch)
                } catch let error as FeedError where error.isLostShare {}
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `members share a consumer: each event goes to one of them, an order to the same`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<200))
        let ledger = Ledger()
        let consumers = try ["a", "b", "c"].map { try member($0, of: desk) }
        let tasks = consumers.map { run($0, ledger) }
        desk.record(Facts.day(200..<300))
        try await waitUntil { Set(ledger.positions).count == 900 }
        for task in tasks { task.cancel() }
        // All changes were orderly: nothing came twice.
        #expect(ledger.positions == Array(0..<900))
        ledger.check()
        let standing = try await desk.client().consumers().consumers
        #expect(standing.first?.position == Position(900))
        #expect(standing.first?.members.map(\.slots).reduce(0, +) == 64)
        #expect(standing.first?.members.count == 3)
    }

    @Test(.timeLimit(.minutes(1)))
    func `what a killed member did not commit goes to the others`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<100))
        let ledger = Ledger()
        let lost = try member("lost", of: desk)
        let one = try member("one", of: desk)
        let taken = try #require(try await lost.next())
        try await lost.commit(taken)
        ledger.add(taken)
        let task = run(one, ledger)
        // Takes a batch, and dies with it.
        let dead = try await lost.next()
        lost.close()
        try await waitUntil { Set(ledger.positions).count == 300 }
        task.cancel()
        #expect(dead != nil)
        ledger.check()
    }

    @Test func `a member whose lease is over cannot commit`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        let slow = try member("slow", of: desk)
        let batch = try #require(try await slow.next())
        try await Task.sleep(for: .milliseconds(1500))
        await #expect { try await slow.commit(batch) } throws: { ($0 as? FeedError)?.isLostShare ?? false }
        let client = try desk.client()
        #expect(try await client.consumers().consumers.first?.position == Position(0))
        // It joins again by itself, and gets the same once more.
        let again = try #require(try await slow.next())
        #expect(again.header.from == batch.header.from && again.member?.generation ?? 0 > 1)
        try await slow.commit(again)
    }

    @Test func `a reset sends the members back to the beginning`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        let one = try member("one", of: desk, maxEvents: 100)
        let batch = try #require(try await one.next())
        try await one.commit(batch)
        let client = try desk.client()
        try await client.reset("group", to: .position(Position(0)))
        await #expect { try await one.commit(batch) } throws: { ($0 as? FeedError)?.isLostShare ?? false }
        #expect(try await one.next()?.header.from == Position(0))
        await #expect { try await client.commit(Position(3), of: "group") } throws: {
            ($0 as? FeedError)?.code == "has-members"
        }
        try await one.leave()
        try await client.commit(Position(3), of: "group")
    }

    @Test(.timeLimit(.minutes(2)))
    func `members come, go and die at random, and nothing is missing`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var dice = SystemDice(seed: seed)
        let desk = try Desk()
        let ledger = Ledger()
        var running: [(consumer: Consumer, task: Task<Void, any Error>)] = []
        var recorded = 0
        for round in 0..<40 {
            desk.record(Facts.day(recorded..<(recorded + 10)))
            recorded += 10
            if running.count < 2 || (running.count < 5 && dice.roll(3) == 0) {
                let consumer = try member("m-\(round)", of: desk)
                running.append((consumer, run(consumer, ledger)))
            } else if dice.roll(2) == 0 {
                let gone = running.remove(at: dice.roll(running.count))
                gone.task.cancel()
                if dice.roll(2) == 0 { try? await gone.consumer.leave() }
                gone.consumer.close()
            }
            try await Task.sleep(for: .milliseconds(dice.roll(120)))
        }
        let wanted = Set(0..<UInt64(recorded * 3))
        try await waitUntil("seed \(seed)") { Set(ledger.positions) == wanted }
        for one in running { one.task.cancel() }
        ledger.check()
    }
}

/// Chance that can be played again.
struct SystemDice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    /// From 0 up to, without, `sides`.
    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }
}

/// Waits for something that must become true.
func waitUntil(
    _ comment: String = "", atMost patience: Duration = .seconds(40), _ isTrue: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + patience
    while try !isTrue() {
        if ContinuousClock.now > deadline {
            Issue.record("it did not become true \(comment)")
            return
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
