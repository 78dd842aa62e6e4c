import ArgumentParser
import Foundation
import Wire

/// `firstmile-bench memory`
struct MemoryBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "The daemon's memory while events come in; fails when it does not stay flat.",
        discussion: """
            Facts come in rounds, each a whole simulation with orders of its own, 30 days and some weeks long. What
            is looked at is RssAnon, the memory that no file lies behind, when the views have caught up. Some orders
            of a simulation are never delivered nor lost: they are open orders for good, and counted.
            """)

    @Option(help: "Facts to publish, about: rounds are whole.")
    var events = 5_000_000
    @Option(help: "Facts between two looks.")
    var step = 500_000
    @Option(help: "Orders in a round, some fourteen facts each: so many are open at a time at most.")
    var orders: UInt32 = 74_000
    @Option(help: "MiB that a million facts may add after the first round.")
    var most = 5.0
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    private struct Look {
        var facts: Int
        var round: UInt64
        var open: Int
        var anonymous: Double
    }

    func run() throws {
        let process = try DaemonProcess(.daemon(daemon.path), in: place)
        defer { process.stop() }
        show("| facts | records | open orders | RssAnon MiB | while busy | RSS MiB |")
        show("|---:|---:|---:|---:|---:|---:|")
        var looks: [Look] = []
        var open = OpenOrders()
        var seed: UInt64 = 0
        // Whole rounds: what is open in the middle of one is many times what is open at its end.
        while (looks.last?.facts ?? 0) + step / 2 < events {
            seed += 1
            var stream = try EventStream(orders: orders, days: 30, seed: seed)
            while true {
                let facts = try publish(step, of: &stream, to: process, &open)
                guard facts > 0 else { break }
                let busy = process.sample
                _ = try process.waitForViews()
                // What is freed goes back to the system a little later.
                Thread.sleep(forTimeInterval: 1)
                let sample = process.sample
                let look = Look(
                    facts: (looks.last?.facts ?? 0) + facts, round: seed, open: open.count,
                    anonymous: sample.rssAnon)
                looks.append(look)
                let records = try LogEnd.of("\(process.directory)/log")
                show(
                    "| \(grouped(Double(look.facts))) | \(grouped(Double(records))) "
                        + "| \(grouped(Double(open.count))) | \(number(sample.rssAnon, 0)) "
                        + "| \(number(busy.rssAnon, 0)) | \(number(sample.rss, 0)) |")
            }
        }
        show("peak RSS \(number(process.sample.peak, 0)) MiB")
        try judge(looks)
    }

    private func publish(
        _ count: Int, of stream: inout EventStream, to process: DaemonProcess, _ open: inout OpenOrders
    ) throws -> Int {
        var payloads = Payloads(.protobuf, batch: 100)
        try stream.lend(count) { fact in
            payloads.add(fact)
            open.take(fact)
        }
        payloads.finish()
        guard payloads.events > 0 else { return 0 }
        return try Load(window: 64).run(payloads, to: process.endpoint).events
    }

    /// From the end of the first round on: there the fixed caches are full, and as many orders were open at once as
    /// ever will be.
    private func judge(_ looks: [Look]) throws {
        guard let first = looks.last(where: { $0.round == 1 }), let last = looks.last,
            last.facts > first.facts
        else { return }
        let millions = Double(last.facts - first.facts) / 1e6
        let growth = (last.anonymous - first.anonymous) / millions
        show(
            "growth \(number(growth, 1)) MiB per million facts after \(grouped(Double(first.facts))), "
                + "while open orders grew by \(grouped(Double(last.open - first.open) / millions)) per million"
        )
        // One million more or less moves by some MiB from run to run.
        guard millions >= 2 else { return show("too few facts to tell whether memory stays flat") }
        guard growth <= most else { throw BenchError("memory does not stay flat") }
        show("memory stays flat")
    }
}

/// The orders that are open after the facts so far: spoken of, and neither delivered nor lost.
private struct OpenOrders {
    private var open: Set<UInt64> = []
    private var closed: Set<UInt64> = []

    var count: Int { open.count }

    mutating func take(_ fact: EventStream.Fact) {
        guard let order = fact.order else { return }
        if fact.ends {
            open.remove(order)
            closed.insert(order)
        } else if !closed.contains(order) {
            open.insert(order)
        }
    }
}
