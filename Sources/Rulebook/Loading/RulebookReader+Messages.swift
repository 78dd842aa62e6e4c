import Vocabulary

/// What people read (R13 and every clause).
extension RulebookReader {
    static func messages(_ field: Field) -> MessageTable? {
        let keys = field.section(["interception", "codes"])
        let interception = keys["interception"].flatMap(message)
        let codes = keys["codes"]?.section(MessageTable.codes)
        var byCode: [String: Message] = [:]
        for code in MessageTable.codes { byCode[code] = codes?[code].flatMap(message) }
        guard let interception else { return nil }
        return MessageTable(interception: interception, byCode: byCode)
    }

    private static func message(_ field: Field) -> Message? {
        let keys = field.section(["severity", "clause", "zh", "en", "fix"])
        let severity = keys["severity"]?.choice(Severity.self)
        let clause = keys["clause"]?.text()
        let (zh, en) = (keys["zh"]?.text(), keys["en"]?.text())
        let fix = keys["fix"]?.bilingual()
        guard let severity, let clause, let zh, let en, let fix else { return nil }
        return Message(severity: severity, clause: clause, text: Bilingual(zh: zh, en: en), fix: fix)
    }
}
