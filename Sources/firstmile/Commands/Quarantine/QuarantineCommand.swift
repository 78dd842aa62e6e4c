import ArgumentParser
import Explaining
import Quarantine

/// `firstmile quarantine`
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "What was refused: list it, look at it, mend it and send it again.",
        discussion: """
            Works beside a running daemon; list and show also without one.

              firstmile quarantine list --code missing-field --since 2024-05-06T00:00:00Z
              firstmile quarantine show 17
              firstmile quarantine resend 17 --set recipientPhone=+34912345678
              firstmile quarantine resend 17 --edit mended.json
            """,
        subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineResend.self])
}

/// No entry has that number.
struct NotInQuarantine: Error, CustomStringConvertible {
    let id: Int64
    var description: String {
        "nothing in the quarantine has the number \(id); firstmile quarantine list shows what is there"
    }
}

extension DataOption {
    /// Nil when nothing was ever refused.
    func quarantine() throws -> QuarantineReader? { try QuarantineReader(directory().quarantine) }

    func entries(_ ids: [Int64]) throws -> (QuarantineReader, [QuarantineEntry]) {
        guard let reader = try quarantine() else { throw NotInQuarantine(id: ids.first ?? 0) }
        return (
            reader,
            try ids.map { id in
                guard let entry = try reader.entry(id) else { throw NotInQuarantine(id: id) }
                return entry
            }
        )
    }
}
