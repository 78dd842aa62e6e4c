import ArgumentParser
import Replay
import Rulebook
import Vocabulary

/// What a replay does differently.
struct ChangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judge everything by this rulebook, as if it had always been in force; may be given several times. A file, shipped, or the name@hash8 of one in the log.",
            valueName: "FILE"))
    var rulebook: [String] = []

    @Flag(help: "The rulebooks given judge only from their own beginning on, those in the log before it.")
    var dated = false

    @Option(
        help: ArgumentHelp(
            "Leave out a kind of fact, such as exemption-decided, or the fact at a position; may be given several times.",
            valueName: "TYPE|POSITION"))
    var without: [String] = []

    @Option(
        help: ArgumentHelp(
            "Move a kind of fact in time, such as number-uploaded=-30min; may be given several times.",
            valueName: "TYPE=SPAN"))
    var shift: [String] = []

    @Option(help: ArgumentHelp("Compare orders handed over from this time on.", valueName: "TIME"))
    var from: String?

    @Option(help: ArgumentHelp("Compare orders handed over before this time.", valueName: "TIME"))
    var to: String?

    @Option(
        help: ArgumentHelp("Compare these sellers' orders only, with commas between them.", valueName: "IDS"))
    var sellers: String?

    @Flag(help: "Leave the stores' scores out, which take most of the time.")
    var noScores = false

    /// Whether anything is to be decided again.
    var isAsked: Bool { !rulebook.isEmpty || !without.isEmpty || !shift.isEmpty }

    func judging(in directory: DataDirectory) throws -> Judging {
        if rulebook.isEmpty {
            guard !dated else { throw ValidationError("--dated: says something of --rulebook only") }
            return .byLog
        }
        let files = try rulebook.map { try directory.rulebook(named: $0) }
        return dated ? .byLogAnd(files) : .byOnly(files)
    }

    func edits() throws -> Edits {
        var edits = Edits()
        for text in without {
            if let position = UInt64(text) {
                edits.withoutFacts.insert(Position(position))
            } else {
                edits.withoutTypes.insert(try fact(text, "--without"))
            }
        }
        for text in shift {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let span = Self.span(parts[1]) else {
                throw ValidationError(
                    "--shift: \(text) is not like number-uploaded=-30min (ms, s, min, h or d)")
            }
            edits.shifts[try fact(parts[0], "--shift")] = span
        }
        return edits
    }

    func selection() throws -> WhatIf.Selection {
        var selection = WhatIf.Selection()
        selection.from = try from.map { try Self.moment($0, "--from") }
        selection.to = try to.map { try Self.moment($0, "--to") }
        for text in (sellers ?? "").split(separator: ",") {
            guard let token = Token(text) else {
                throw ValidationError(
                    "--sellers: \(text) is longer than an id may be (\(Token.capacity) bytes)")
            }
            selection.sellers.insert(SellerID(token))
        }
        return selection
    }

    private func fact(_ name: String, _ option: String) throws -> EventType {
        guard let type = EventType(rawValue: name) else {
            let all = EventType.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(option): \(name) is none of \(all)")
        }
        return type
    }

    /// A time, or a day as it begins in Shanghai.
    private static func moment(_ text: String, _ option: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text + "T00:00:00+08:00") {
            return instant
        }
        throw ValidationError(
            "\(option): \(text) is neither a day such as 2024-03-01 (it begins in Shanghai) nor an RFC 3339 time"
        )
    }

    private static func span(_ text: String) -> Interval? {
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        let digits = text.drop { $0 == "+" || $0 == "-" }
        guard let amount = Int64(digits.prefix { $0.isASCII && $0.isNumber }) else { return nil }
        let units: [String: Int64] = [
            "ms": 1_000_000, "s": 1_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
            "d": 86_400_000_000_000,
        ]
        let unit = String(digits.drop { $0.isASCII && $0.isNumber }.drop { $0 == " " })
        guard let factor = units[unit] else { return nil }
        let (nanoseconds, overflow) = amount.multipliedReportingOverflow(by: factor * sign)
        return overflow ? nil : Interval(nanoseconds: nanoseconds)
    }
}
