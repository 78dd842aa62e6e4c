import Rulebook
import Vocabulary
import Wire

/// The rulebook's words for findings, as acknowledgements carry them.
struct FindingTexts {
    let rules: Rulebook

    /// A finding's own fix, such as the number to write, is handed over as it is: a program may use it.
    func texts(of findings: [Finding]) -> [FindingText] {
        findings.map { finding in
            let message = rules.message(finding.code)
            return FindingText(
                code: finding.code.rawValue, severity: finding.severity, clause: message.clause,
                message: message.text.en, messageZh: message.text.zh,
                fix: finding.fix.isEmpty ? message.fix.en : finding.fix, evidence: finding.evidence)
        }
    }
}
