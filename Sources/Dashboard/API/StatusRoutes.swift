import EventLog
import Hummingbird
import Quarantine
import Views
import Vocabulary
import Wire

/// How the daemon is doing.
enum StatusRoutes {
    static let all: [Route] = [.get("/api/v1/status") { call in try await status(call) }]

    private static func status(_ call: Call) async throws -> Response {
        try call.query().end()
        let house = call.house
        let disk = try await house.views.run { try Disk(house) }
        var out = JSONObjectText()
        out.text("version", house.version)
        out.raw("log", log(house, disk))
        out.raw("views", "[\(house.projectors().map(\.json).joined(separator: ","))]")
        out.raw("intake", house.intake().map { JSONText.quoted($0) } ?? "null")
        out.raw("feed", house.feed().map { JSONText.quoted($0) } ?? "null")
        out.raw("quarantine", disk.quarantine?.json ?? "null")
        return .json(out.end())
    }

    /// What lies on the disk, looked up off the event loop.
    private struct Disk: Sendable {
        let oldest: UInt64
        let quarantine: QuarantineReader.Figures?
        let space: DiskSpace?

        init(_ house: House) throws {
            oldest = try LogReader(directory: house.places.log).oldest
            quarantine = try QuarantineReader(house.places.quarantine)?.figures()
            space = DiskSpace(of: house.places.log)
        }
    }

    private static func log(_ house: House, _ disk: Disk) -> String {
        var out = JSONObjectText()
        out.number("oldest", disk.oldest)
        out.number("next", house.log.durable)
        let problem = house.log.failure ?? house.log.refusal
        out.raw("problem", problem.map { JSONText.quoted("\($0)") } ?? "null")
        out.raw("diskFreeBytes", disk.space.map { "\($0.free)" } ?? "null")
        out.raw("diskBytes", disk.space.map { "\($0.all)" } ?? "null")
        return out.end()
    }
}

extension ProjectorStatus {
    /// As the API tells it.
    var json: String {
        var out = JSONObjectText()
        out.text("view", view)
        out.text("phase", phase.rawValue)
        out.number("position", checkpoint.next.rawValue)
        out.raw("recordedAt", checkpoint.recordedAt.map { JSONText.quoted($0.text) } ?? "null")
        out.raw("eventTime", checkpoint.eventTime.map { JSONText.quoted($0.text) } ?? "null")
        out.number("lagEvents", lagEvents)
        out.raw("lagSeconds", "\((lagSeconds * 1000).rounded() / 1000)")
        out.raw("parked", "\(checkpoint.parked)")
        out.raw("error", error.map { JSONText.quoted("\($0)") } ?? "null")
        return out.end()
    }
}

extension QuarantineReader.Figures {
    /// As the API tells it.
    var json: String {
        var out = JSONObjectText()
        out.raw("entries", "\(entries)")
        out.raw("open", "\(open)")
        out.raw("bytes", "\(bytes)")
        out.raw("limitBytes", "\(limitBytes)")
        out.raw("limitDays", "\(limitDays)")
        out.raw("dropped", "\(dropped)")
        out.raw("notKept", "\(notKept)")
        return out.end()
    }
}
