import Client
import EventLog
import Explaining
import Foundation
import PhoneNumbers
import Rulebook
import Views
import Vocabulary
import ZeroMQ

/// The doctor's checks, each with what was found and, if it is wrong, what to do.
struct Checks {
    enum Result { case good, notice, bad }

    private var table = Table("", "check", "found")
    private(set) var hasFailed = false

    func print() { table.print() }

    mutating func libraries() {
        add(.good, "libzmq", Context.libraryVersion)
        add(.good, "phone metadata", PhoneNumbers.metadataVersion)
    }

    mutating func rulebook() {
        add(.good, "shipped rulebook", RulebookFile.shipped.rules.identity.text)
    }

    /// How fast the disk that the log lies on is, and how much room it has.
    mutating func disk(_ directory: DataDirectory) {
        let path = directory.exists ? directory.path : "."
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        if let free = (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value {
            let isTight = free < 2_000_000_000
            add(
                isTight ? .bad : .good, "room on the disk",
                Figures.bytes(free) + (isTight ? ": free some space; a full disk stops the intake" : ""))
        }
        guard let probe = SyncProbe(in: path) else {
            return add(.bad, "fdatasync", "\(path) cannot be written: check that it belongs to this user")
        }
        let median = probe.medianMilliseconds
        add(
            median < 20 ? .good : .notice, "fdatasync of 4 KiB",
            "\((median * 100).rounded() / 100) ms median, \((probe.worstMilliseconds * 100).rounded() / 100) ms worst"
                + (median < 20 ? "" : ": every acknowledgement waits at least so long"))
    }

    /// What the daemon said when it stopped for good; until it serves again.
    mutating func lastStop(_ directory: DataDirectory) {
        guard let note = StopNote.read(in: directory) else { return }
        add(.bad, "last stop", "at \(note.time): \(note.problem). \(note.advice)")
    }

    mutating func log(_ directory: DataDirectory) {
        guard directory.exists else {
            return add(.notice, "log", "none in \(directory.path) yet: firstmile serve makes it")
        }
        do {
            let figures = try LogStatistics(directory: directory.log)
            // As opening does: reading all of it would take too long for a check every half minute.
            let report = try LogVerifier(directory: directory.log).verify(onlyEnds: true)
            guard let damage = report.damages.first else {
                return add(
                    .good, "log",
                    "whole: \(Figures.grouped(figures.records)) records, \(Figures.bytes(UInt64(figures.usedBytes))), "
                        + "\(report.segments) segments, \(report.packedSegments) of them packed, "
                        + "\(Figures.bytes(UInt64(figures.fileBytes))) on disk"
                )
            }
            add(.bad, "log", "\(damage)")
        } catch {
            add(.bad, "log", "\(error)")
        }
    }

    mutating func views(_ directory: DataDirectory) {
        guard directory.exists, let log = try? LogStatistics(directory: directory.log) else { return }
        for name in ViewName.allCases { view(name.rawValue, directory, log) }
        do {
            let defined = try SQLProjection.all(in: directory.projections)
            for projection in defined { view(projection.name, directory, log) }
        } catch {
            add(.bad, "projections", "\(error)")
        }
    }

    private mutating func view(_ name: String, _ directory: DataDirectory, _ log: LogStatistics) {
        do {
            let reader = try ViewReader(name, in: directory.views)
            let checkpoint = try reader.checkpoint()
            let lag = try reader.lag(
                logEnd: Position(log.end), logTime: log.lastRecordedAt.map { Instant(nanoseconds: $0) })
            add(
                lag.events == 0 ? .good : .notice, "view \(name)",
                lag.events == 0
                    ? "up to date at \(checkpoint.next)"
                    : "\(Figures.grouped(lag.events)) records, \(Figures.duration(lag.seconds)) behind; "
                        + "it catches up while the daemon runs")
            let parked = try reader.parked()
            for row in parked.rows {
                add(
                    .bad, "view \(name)",
                    "set aside: "
                        + zip(parked.columns, row).map { "\($0) \($1.text)" }.joined(separator: ", "))
            }
        } catch {
            add(.notice, "view \(name)", "\(error)")
        }
    }

    mutating func daemon(at endpoint: String) async {
        do {
            let publisher = try Publisher(to: endpoint, options: .with { $0.connectPatience = .seconds(2) })
            let pong = try await publisher.ping()
            add(
                .good, "daemon",
                "answers at \(endpoint) in \(pong.roundTrip / .milliseconds(1)) ms: "
                    + String(decoding: pong.bytes, as: UTF8.self))
            publisher.close()
        } catch {
            add(.notice, "daemon", "\(error)")
        }
    }

    mutating func add(_ result: Result, _ check: String, _ found: String) {
        let (mark, style): (String, Style) =
            switch result {
            case .good: ("✓", .good)
            case .notice: ("!", .warning)
            case .bad: ("✗", .bad)
            }
        if case .bad = result { hasFailed = true }
        table.add([mark, check, found], styles: [style])
    }
}
