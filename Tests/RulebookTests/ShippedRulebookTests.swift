import Rulebook
import Testing
import Vocabulary

private let rules = RulebookFile.shipped.rules
private let mandateBegins = Instant(milliseconds: 1_698_768_000_000)

struct ShippedRulebookTests {
    @Test func `the shipped rulebook is in force from the first of November 2023, Shanghai time`() {
        #expect(rules.name == "firstmile-2023-11")
        #expect(rules.effectiveFrom == mandateBegins)
    }

    @Test func `its identity is its name and the beginning of its hash`() {
        let file = RulebookFile.shipped
        #expect(file.hash.count == 64)
        #expect(file.rules.identity.text == "firstmile-2023-11@\(file.hash.prefix(8))")
    }
}
