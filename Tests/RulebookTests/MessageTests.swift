import Rulebook
import Testing
import Vocabulary

/// Whether a text has a Chinese character.
private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}

struct MessageTests {
    @Test(arguments: FindingCode.allCases)
    func `every finding says what it is, why, and what to do, in both languages`(code: FindingCode) {
        expectComplete(shipped.message(code))
    }

    @Test(arguments: AnomalyKind.allCases)
    func `every anomaly says what it is, why, and what to do, in both languages`(kind: AnomalyKind) {
        expectComplete(shipped.message(kind))
    }

    private func expectComplete(_ message: Message) {
        #expect(!message.clause.isEmpty)
        for text in [message.text.zh, message.fix.zh] { #expect(isChinese(text)) }
        for text in [message.text.en, message.fix.en] {
            #expect(text.count > 20)
            #expect(text.first?.isUppercase == true)
        }
        #expect(message.fix.zh.hasSuffix("。"))
        #expect(message.fix.en.hasSuffix("."))
    }

    @Test(arguments: FindingCode.allCases)
    func `a finding and its anomaly say the same`(code: FindingCode) {
        guard let kind = AnomalyKind(code) else { return }
        #expect(shipped.message(code) == shipped.message(kind))
    }

    /// The window as it is set, and how both languages say it.
    @Test(arguments: [
        ("2 h", "2 hours", "2小时"), ("1 h", "1 hour", "1小时"), ("90 min", "90 minutes", "90分钟"),
        ("48 h", "48 hours", "48小时"), ("5400 s", "90 minutes", "90分钟"),
        ("61001 ms", "61001 milliseconds", "61001毫秒"),
    ]) func `messages name the window that is set, and no other`(
        window: String, english: String, chinese: String
    )
        throws
    {
        var text = try edited("uploadWindow: 2 h", "uploadWindow: \(window)")
        text = try edited("warnings: [60 min, 30 min, 10 min]", "warnings: [1 min]", in: text)
        let rules = try RulebookFile.parse(content: text, file: "test.yaml").rules
        let missing = rules.message(AnomalyKind.missingUpload).text
        #expect(missing.en.contains("more than \(english) since handover"), "\(missing.en)")
        #expect(missing.zh.contains("交接已超过\(chinese)"), "\(missing.zh)")
        let late = rules.message(FindingCode.exemptionLate)
        #expect(
            late.text.en.hasSuffix("at least 72 hours before handover")
                && late.fix.en.contains("within \(english) of"))
        let all =
            FindingCode.allCases.map { rules.message($0) } + AnomalyKind.allCases.map { rules.message($0) }
            + [rules.messages.interception]
        for message in all {
            for words in [message.text.en, message.text.zh, message.fix.en, message.fix.zh] {
                #expect(
                    !words.contains("{") && !words.contains("two hours") && !words.contains("两小时"), "\(words)"
                )
            }
        }
    }

    @Test func `a name in a message that stands for nothing is refused with the one that is meant`() throws {
        let text = try edited("交接已超过{uploadWindow}", "交接已超过{uploadWindov}")
        let told = try problems(of: text)
        #expect(told.map(\.path) == ["messages.codes.MISSING_UPLOAD.zh"])
        #expect(told.first?.wrong == "`{uploadWindov}` stands for nothing")
        #expect(told.first?.right == "did you mean `{uploadWindow}`?")
    }

    @Test func `only a missing declaration and a failed exemption let the number pass with a warning`() {
        let warnings = FindingCode.allCases.filter { shipped.message($0).severity == .warning }
        #expect(warnings == [.exemptionLate, .exemptionIncomplete, .notDeclared])
    }

    @Test(arguments: [AnomalyKind.qualificationIncomplete, .addressMismatch])
    func `R11, R12 what is wrong with an onboarding stops no parcel`(kind: AnomalyKind) {
        #expect(shipped.message(kind).severity == .warning)
    }

    @Test func `an interception is told in the platform's own words`() {
        let said = shipped.messages.interception
        #expect(said.text.zh == "物流单号未通过速卖通物流合规校验")
        #expect(said.clause.contains("物流服务协议V5.2") && said.clause.contains("§3.4.1"))
        for code in [FindingCode.providerNotBound, .providerNotCertified] {
            #expect(shipped.message(code).text.zh.hasPrefix(said.text.zh))
            #expect(shipped.message(code).clause.contains("§3.4.1"))
        }
    }

    @Test(arguments: [AnomalyKind.lateUpload, .missingUpload])
    func `lateness cites the seller standard`(kind: AnomalyKind) {
        let message = shipped.message(kind)
        #expect(message.clause.contains("卖家考核标准V2024.Q2") && message.clause.contains("§5.2.3"))
        #expect(message.text.zh.hasPrefix("异常单"))
    }

    @Test func `the fix for a missing binding is its menu path`() {
        let path = "【我的速卖通】→【物流服务】→【服务商管理】"
        #expect(shipped.message(FindingCode.providerNotBound).fix.zh.contains(path))
        #expect(shipped.message(FindingCode.providerNotBound).fix.en.contains(path))
    }

    @Test func `a wrong HS code is told in the platform's own words`() {
        #expect(shipped.message(FindingCode.hsMismatch).text.zh.hasPrefix("HS编码校验失败"))
    }

    @Test func `the postal standard that the source cites for phones is cited nowhere`() {
        #expect(!RulebookFile.shipped.content.contains("13715"))
        #expect(shipped.phone.clause.contains("E.164"))
    }
}
