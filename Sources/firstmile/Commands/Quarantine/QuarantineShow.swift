import ArgumentParser
import Explaining
import Quarantine

/// `firstmile quarantine show`
struct QuarantineShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One refused event, what is wrong with it, and what would be right.")

    @Argument(help: ArgumentHelp("A number from `quarantine list`.", valueName: "ID"))
    var id: Int64

    @Flag(help: "Only the event's bytes, as they came: to be mended and given to resend --edit.")
    var raw = false

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var source: DataOption

    func run() throws {
        let (_, entries) = try source.entries([id])
        guard let entry = entries.first else { return }
        if raw {
            return unsafe entry.event.bytes.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
        }
        switch format {
        case .table, .csv: RefusedText(entry: entry).print()
        case .json, .ndjson: Terminal.print(entry.json(withEvent: true))
        }
    }
}
