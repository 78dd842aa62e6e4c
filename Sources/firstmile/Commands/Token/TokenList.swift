import ArgumentParser
import Dashboard
import Foundation

/// `firstmile token list`
struct TokenList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Which tokens there are, and what they allow.")

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @OptionGroup var source: DataOption

    func run() throws {
        let tokens = try TokenFile(in: source.data).all()
        let rows = tokens.map { token in
            [
                token.name, token.roles.map(\.rawValue).joined(separator: " "),
                token.sellers.joined(separator: " "), (token.sources ?? []).joined(separator: " "),
                token.createdAt,
            ]
        }
        switch format {
        case .table:
            var table = Table("token", "roles", "sellers", "sources", "made (UTC)")
            for row in rows { table.add(row.map { $0.isEmpty ? "all" : $0 }) }
            table.print()
        case .csv:
            Terminal.print("token,roles,sellers,sources,createdAt")
            for row in rows { Terminal.print(row.map(RowPrinter.csv).joined(separator: ",")) }
        case .json, .ndjson:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let lines = try tokens.map { token in
                String(decoding: try encoder.encode(Listed(token)), as: UTF8.self)
            }
            Terminal.print(
                format == .json ? "[" + lines.joined(separator: ",\n ") + "]" : lines.joined(separator: "\n"))
        }
    }

    /// Without the hash, which is nobody's business.
    private struct Listed: Encodable {
        let token: String
        let roles: [Role]
        let sellers: [String]
        let sources: [String]
        let createdAt: String

        init(_ token: AccessToken) {
            (self.token, roles, sellers) = (token.name, token.roles, token.sellers)
            (sources, createdAt) = (token.sources ?? [], token.createdAt)
        }
    }
}
