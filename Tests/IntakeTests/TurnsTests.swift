import Testing
import ZeroMQ

@testable import Intake

struct TurnsTests {
    /// Serves `count` requests, each at its connection's price; gives back how many each connection had.
    private func serve(_ count: Int, _ turns: Turns, prices: [Int], flows: [Int]) -> [Int] {
        var served = [Int](repeating: 0, count: prices.count)
        var left = count
        while left > 0 {
            guard let parked = turns.takeNext() else { continue }
            served[parked.connection] += 1
            left -= 1
            turns.charge(flows[parked.connection], prices[parked.connection])
            turns.park(parked.parcel, of: parked.connection, in: flows[parked.connection])
        }
        return served
    }

    @Test func `whoever sends large requests is served so much less often`() {
        let turns = Turns()
        let flows = [turns.join(), turns.join(), turns.join()]
        for connection in 0..<3 { turns.park(Parcel(), of: connection, in: flows[connection]) }
        let served = serve(9000, turns, prices: [1_000_000, 100_000, 10_000], flows: flows)
        // The same bytes for everybody: 1 : 10 : 100.
        #expect((70...90).contains(served[0]), "\(served)")
        #expect((700...900).contains(served[1]), "\(served)")
    }

    @Test func `connections of one account share one turn`() {
        let turns = Turns()
        var flows = (0..<10).map { _ in turns.join() }
        for index in 0..<9 { flows[index] = turns.join(account: 7, leaving: flows[index]) }
        #expect(Set(flows).count == 2)
        for connection in 0..<10 { turns.park(Parcel(), of: connection, in: flows[connection]) }
        let served = serve(2000, turns, prices: [Int](repeating: 50_000, count: 10), flows: flows)
        #expect((900...1100).contains(served[9]), "\(served)")
    }

    @Test func `somebody alone waits for nobody, and a newcomer is served before those who wait`() {
        let turns = Turns()
        let (loud, quiet) = (turns.join(), turns.join())
        for _ in 0..<100 {
            #expect(turns.mayServe(loud), "nobody else is there")
            turns.charge(loud, 1_000_000)
        }
        #expect(turns.mayServe(quiet))
        turns.charge(quiet, 100)
        #expect(!turns.mayServe(loud), "it has had its share of this round")
        turns.park(Parcel(), of: 0, in: loud)
        #expect(turns.mayServe(quiet))
    }

    @Test func `a large request is paid off in the rounds to come, and never for ever`() {
        let turns = Turns()
        let (loud, other) = (turns.join(), turns.join())
        turns.charge(loud, 4 << 20)
        turns.charge(other, 1)
        turns.park(Parcel(), of: 0, in: loud)
        #expect(turns.takeNext() == nil, "the round is over")
        #expect(turns.takeNext()?.connection == 0, "nobody else waits")
        #expect(turns.isEmpty && turns.takeNext() == nil)
    }

    @Test func `a flow that everybody left is used again`() {
        let turns = Turns()
        for account in UInt64(1)...1000 {
            let own = turns.join()
            let flow = turns.join(account: account, leaving: own)
            #expect(flow <= 2, "the account's and the connection's own")
            turns.leave(flow)
        }
    }

    @Test func `what a peer has not taken is what was given and not carried`() {
        var connection = Connection(key: 1, name: "", flow: 0)
        connection.descriptor = 3
        (connection.given, connection.givenReplies) = (1_000_000, 1000)
        connection.lookUp(taken: 400_000)
        #expect(connection.untaken == 600_000)
        connection.given += 50_000
        #expect(connection.owed >= 650_000, "what was given since counts in full")
        // Heartbeats make the count run ahead; from then on they are left out.
        connection.lookUp(taken: 1_050_700)
        #expect(connection.untaken == 0)
        connection.given += 100_000
        connection.lookUp(taken: 1_050_700)
        #expect(connection.untaken == 100_000)
    }
}
