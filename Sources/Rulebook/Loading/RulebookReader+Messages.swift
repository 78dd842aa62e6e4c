import Vocabulary

/// What people read (R13 and every clause).
extension RulebookReader {
    static func messages(_ field: Field, _ words: MessageWords) -> MessageTable? {
        let keys = field.section(["interception", "codes"])
        let interception = keys["interception"].flatMap { message($0, words) }
        let codes = keys["codes"]?.section(MessageTable.codes)
        var byCode: [String: Message] = [:]
        for code in MessageTable.codes { byCode[code] = codes?[code].flatMap { message($0, words) } }
        guard let interception else { return nil }
        return MessageTable(interception: interception, byCode: byCode)
    }

    private static func message(_ field: Field, _ words: MessageWords) -> Message? {
        let keys = field.section(["severity", "clause", "zh", "en", "fix"])
        let severity = keys["severity"]?.choice(Severity.self)
        let clause = keys["clause"]?.text()
        let (zh, en) = (
            keys["zh"].flatMap { words.filled($0, \.zh) }, keys["en"].flatMap { words.filled($0, \.en) }
        )
        let fix = keys["fix"].flatMap(words.bilingual)
        guard let severity, let clause, let zh, let en, let fix else { return nil }
        return Message(severity: severity, clause: clause, text: Bilingual(zh: zh, en: en), fix: fix)
    }
}
