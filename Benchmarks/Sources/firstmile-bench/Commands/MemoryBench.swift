import ArgumentParser
import Wire

/// `firstmile-bench memory`
struct MemoryBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "The daemon's memory while events come in.")

    @Option(help: "Facts to publish.")
    var events = 2_000_000
    @Option(help: "Facts between two looks.")
    var step = 100_000
    @Option(help: "Facts a day of the simulation: few, so that few orders are open at a time.")
    var perDay = 5_000
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        let process = try DaemonProcess(.daemon(daemon.path), in: place)
        defer { process.stop() }
        var stream = try EventStream(events: events, days: min(3650, max(30, events / perDay)))
        show("| facts | records | RSS MiB | RssAnon MiB | after the views caught up |")
        show("|---:|---:|---:|---:|---:|")
        var sent = 0
        while sent < events {
            var payloads = Payloads(.protobuf, batch: 100)
            try stream.lend(min(step, events - sent)) { payloads.add($0) }
            payloads.finish()
            guard payloads.events > 0 else { break }
            sent += try Load(window: 64).run(payloads, to: process.endpoint).events
            let busy = process.sample
            _ = try process.waitForViews()
            let records = try LogEnd.of("\(process.directory)/log")
            show(
                "| \(grouped(Double(sent))) | \(grouped(Double(records))) | \(number(busy.rss, 0)) "
                    + "| \(number(busy.rssAnon, 0)) | \(number(process.sample.rssAnon, 0)) |")
        }
        show("peak RSS \(number(process.sample.peak, 0)) MiB")
    }
}
