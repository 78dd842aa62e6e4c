import Foundation
import Wire

/// A log as the intake writes it, facts and decisions, for those who measure reading.
struct MadeLog {
    let directory: String
    let records: UInt64
    var log: String { "\(directory)/log" }

    init(existing directory: String) throws {
        self.directory = directory
        records = try LogEnd.of("\(directory)/log")
    }

    init(facts: Int, days: Int, in place: Place) throws {
        show("making a log of \(grouped(Double(facts))) facts and what follows from them")
        let payloads = try Payloads.simulated(.protobuf, batch: 100, events: facts, days: days)
        let door = try DaemonProcess(.bareDoor, in: place)
        _ = try Load(window: 128).run(payloads, to: door.endpoint)
        door.stop(keepingData: true)
        directory = door.directory
        records = try LogEnd.of("\(door.directory)/log")
        show("the log holds \(grouped(Double(records))) records")
    }
}
