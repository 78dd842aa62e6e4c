import Rulebook
import Testing
import Vocabulary

struct SayableMilestonesTests {
    @Test func `a provider with codes of its own answers for what they can say`() {
        let map = RulebookFile.shipped.rules.milestones
        #expect(map.sayable(by: "cainiao").contains(.exportCustoms))
        #expect(!map.sayable(by: "4px").contains(.exportCustoms), "4px has no code for it")
    }

    @Test func `any other provider answers for the shared codes`() {
        let map = RulebookFile.shipped.rules.milestones
        #expect(map.sayable(by: "yanwen") == map.sayable(by: "winit"))
        #expect(map.sayable(by: "yanwen").contains(.lastMile))
        #expect(!map.sayable(by: "yanwen").contains(.importCustoms))
    }
}
