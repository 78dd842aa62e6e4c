import Rulebook
import Testing
import Vocabulary

struct OnboardingRulesTests {
    @Test func `R9 the papers are those of both lists of the source`() {
        #expect(
            shipped.onboarding.missing([], for: "cainiao").map(\.id) == [
                "business-licence", "customs-registration-receipt", "customs-registration-number",
                "legal-person-id-front", "legal-person-id-back",
            ])
        let licence = shipped.onboarding.papers.first { $0.id == "business-licence" }
        #expect(licence?.name.zh.contains("国际货运代理") == true)
        #expect(licence?.name.zh.contains("供应链管理") == true)
    }

    @Test func `R9 a provider with its own fleet needs the road transport permit too`() {
        var rules = shipped.onboarding
        rules.ownFleet = ["winit"]
        let all = Set(rules.papers.map(\.id)).subtracting(["road-transport-permit"])
        #expect(rules.missing(all, for: "winit").map(\.id) == ["road-transport-permit"])
        #expect(rules.missing(all, for: "cainiao") == [])
    }

    @Test func `R8 the binding is looked for first, and its fix is the menu path`() throws {
        let first = try #require(shipped.onboarding.steps.first)
        #expect(first.step == .binding)
        for text in [first.fix.zh, first.fix.en] {
            #expect(text.contains("【我的速卖通】→【物流服务】→【服务商管理】"))
        }
        #expect(Set(shipped.onboarding.steps.map(\.step)) == Set(OnboardingStep.allCases))
        #expect(shipped.onboarding.benchmarkBindingShare == 0.926)
    }

    @Test func `R10, R11 five tracks and forty-eight hours`() {
        #expect(shipped.onboarding.minimumTracks == 5)
        #expect(shipped.onboarding.answerTime == .hours(48))
    }

    @Test(arguments: [
        ("深圳市南山区科技路 1号", "深圳市南山区科技路1号", true), ("1 Example Road, Shenzhen", "1 example road  SHENZHEN", true),
        ("科技路１号Ａ座", "科技路1号a座", true), ("Unit 1-2", "Unit 12", false),
        ("科技路1号", "科技路2号", false), ("广东省深圳市科技路1号", "深圳市科技路1号", false),
    ])
    func `R12 addresses are compared without case, width and punctuation`(
        one: String, other: String, same: Bool
    ) {
        #expect((AddressText.folded(one) == AddressText.folded(other)) == same)
    }
}
