import EventLog
public import Rulebook
import Views
import Vocabulary

/// A what-if from its question to its answer: a log judged again, compared with how it was judged. Changes nothing.
public struct WhatIfStudy: Sendable {
    /// By what, of what, and which orders.
    public var judging = Judging.byLog
    public var edits = Edits()
    public var selection = WhatIf.Selection()
    /// The records before this position count; nil: all.
    public var end: UInt64?
    /// The stores' scores too, which take most of the time.
    public var hasScores = true
    /// Orders listed of those that change; nil: all.
    public var listed: Int?
    /// Orders that the log may hold: each of them is held in memory, with both outcomes; nil: any number.
    public var mostOrders: Int?

    /// What a study is doing.
    public enum Stage: String, Sendable {
        case judging = "deciding again"
        case reading = "reading the log"
    }

    /// What it found.
    public struct Answer: Sendable {
        public var whatIf: WhatIf
        /// Judged again.
        public var facts: UInt64
        /// The rulebooks that decided, and that decide now.
        public var before: String
        public var after: String
    }

    public init() {}

    /// - Parameters:
    ///   - directory: of the log.
    ///   - recorded: the rulebooks in the log, in its order.
    ///   - progress: called some times a second with the stage, what of it is done, and all of it; what it throws ends the
    ///     study.
    public func run(
        logIn directory: String, rulebooks recorded: [RulebookFile],
        progress: (Stage, UInt64, UInt64) throws -> Void
    ) throws -> Answer {
        let rules = recorded.first?.rules ?? RulebookFile.shipped.rules
        let newest = Self.newest(recorded) ?? rules
        let retrial = try Retrial(
            of: try LogReader(directory: directory), before: end, judging: judging, edits: edits, rules: rules
        )
        retrial.mostOrders = mostOrders
        var whatIf: WhatIf
        if hasScores {
            let after = try Sandbox()
            try after.build(.score, of: retrial, under: rules) { try progress(.judging, $0, $1) }
            whatIf = WhatIf(retrial.orders, of: selection, listing: listed)
            let before = try Sandbox()
            try before.build(.score, ofLogIn: directory, under: rules, before: end) {
                try progress(.reading, $0, $1)
            }
            try addScores(
                to: &whatIf, before, after, recorded: newest, candidate: retrial.rulebooks.last ?? rules)
        } else {
            while try retrial.advance() < retrial.length {
                try progress(.judging, retrial.position, retrial.length)
            }
            whatIf = WhatIf(retrial.orders, of: selection, listing: listed)
        }
        return Answer(
            whatIf: whatIf, facts: retrial.facts, before: newest.identity.text,
            after: (retrial.rulebooks.last ?? newest).identity.text)
    }

    /// The one that begins last.
    private static func newest(_ files: [RulebookFile]) -> Rulebook? {
        files.reduce(nil as Rulebook?) { newest, file in
            guard let newest, newest.effectiveFrom > file.rules.effectiveFrom else { return file.rules }
            return newest
        }
    }

    /// Both against the same present, and each by its own rules.
    private func addScores(
        to whatIf: inout WhatIf, _ before: Sandbox, _ after: Sandbox, recorded: Rulebook, candidate: Rulebook
    ) throws {
        let reader = try ViewReader(ViewName.score.rawValue, in: before.views)
        var query = ScoreQuery(recorded.score)
        query.asOf = try reader.checkpoint().eventTime
        let old = try reader.scoreBoard(query)
        query.rules = candidate.score
        let new = try ViewReader(ViewName.score.rawValue, in: after.views).scoreBoard(query)
        whatIf.setScores(before: old.scores, after: new.scores)
    }
}

extension ScoreBoard {
    /// By the first name of the key; those without a score are left out.
    fileprivate var scores: [String: Double] {
        lines.reduce(into: [:]) { scores, line in
            if let name = line.key.first?.text, let score = line.result.score { scores[name] = score }
        }
    }
}
