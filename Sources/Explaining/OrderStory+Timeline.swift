import Rulebook
public import Vocabulary

extension OrderStory {
    /// One record of the order.
    public struct Moment: Sendable {
        public var position: Position
        /// When it happened, and when the log heard of it.
        public var time: Instant
        public var recordedAt: Instant
        public var origin: Origin
        public var type: EventType
        /// A short name of what happened, and what it said.
        public var name: String
        public var detail: Said
        /// Of a verdict: what was found.
        public var findings: [FindingNote]
        /// What stands below it, in the order of reading.
        public var notes: [Note]
    }

    /// A finding in the words of the rulebook that made it.
    public struct FindingNote: Sendable {
        public var code: FindingCode
        public var severity: Severity
        public var message: String
        public var clause: String
        public var fix: String
        /// What was seen.
        public var evidence: String
        /// What would be right, where it is known.
        public var value: String
    }

    /// A line below a record.
    public struct Note: Sendable {
        public var said: [Said]
        /// Of the whole line.
        public var tone: Tone?
    }

    /// Every record, in the order in which things happened.
    public var timeline: [Moment] {
        let texts = texts
        return history.records.sorted { ($0.event.time, $0.position) < ($1.event.time, $1.position) }.map {
            recorded in
            let words = texts.words(recorded)
            var moment = Moment(
                position: recorded.position, time: recorded.event.time, recordedAt: recorded.recordedAt,
                origin: recorded.origin, type: recorded.event.payload.type, name: words.name,
                detail: words.detail, findings: [], notes: [])
            if recorded.origin == .decision, case .validated(let it) = recorded.event.payload {
                let judge = rulebooks.named(it.rulebook)
                moment.findings = it.findings.map { note($0, by: judge) }
                moment.notes = interception(it) + moment.findings.flatMap(lines)
            }
            if case .routed(let it) = recorded.event.payload { moment.notes = considered(it) }
            if case .feeAssessed(let it) = recorded.event.payload {
                moment.notes = working(it, at: recorded.position)
            }
            return moment
        }
    }

    /// The words the platform uses for every interception (R13).
    private func interception(_ it: Validated) -> [Note] {
        guard it.verdict == .intercepted else { return [] }
        return [Note(said: [Said(language(rules.messages.interception.text))])]
    }

    private func note(_ finding: Finding, by rules: Rulebook) -> FindingNote {
        let message = rules.message(finding.code)
        return FindingNote(
            code: finding.code, severity: finding.severity, message: language(message.text),
            clause: message.clause, fix: language(message.fix), evidence: finding.evidence,
            value: finding.fix)
    }

    private func lines(_ finding: FindingNote) -> [Note] {
        let tone: Tone = finding.severity == .blocking ? .bad : .warning
        let evidence = finding.evidence.isEmpty ? "" : "  [\(finding.evidence)]"
        return [
            Note(said: [Said(finding.code.rawValue, tone), Said(" \(finding.message)\(evidence)")]),
            Note(said: [Said(finding.clause)], tone: .faint),
        ]
    }
}
