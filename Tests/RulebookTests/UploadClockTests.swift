import Rulebook
import Testing
import Vocabulary

struct UploadClockTests {
    private let clock = shipped.clock
    private let handover = Instant(milliseconds: 1_714_960_800_000)

    @Test func `the last instant in time is exactly two hours after the handover`() {
        #expect(clock.deadline(handover: handover) == handover + .hours(2))
    }

    @Test func `it warns with 60, 30 and 10 minutes left and waits half a minute for facts in flight`() {
        #expect(clock.warnings == [.minutes(60), .minutes(30), .minutes(10)])
        #expect(clock.settle == .seconds(30))
    }

    @Test func `five minutes ahead is accepted, one millisecond more is not`() {
        #expect(!clock.isTooFarAhead(handover + .minutes(5), now: handover))
        #expect(clock.isTooFarAhead(handover + .minutes(5) + .milliseconds(1), now: handover))
    }

    @Test func `a day back is believed, one millisecond more is backdated`() {
        #expect(!clock.isBackdated(handover - .hours(24), now: handover))
        #expect(clock.isBackdated(handover - .hours(24) - .milliseconds(1), now: handover))
    }

    @Test func `72 hours of notice is enough, one millisecond less is not`() {
        let rules = shipped.exemption
        #expect(rules.isInTime(requested: handover - .hours(72), handedOver: handover))
        #expect(!rules.isInTime(requested: handover - .hours(72) + .milliseconds(1), handedOver: handover))
    }

    @Test func `the end of a validity is out, its beginning is in`() {
        let validity = Validity(from: handover, until: handover + .days(1))
        #expect(validity.contains(handover))
        #expect(!validity.contains(handover - .milliseconds(1)))
        #expect(validity.contains(handover + .days(1) - .milliseconds(1)))
        #expect(!validity.contains(handover + .days(1)))
        #expect(!validity.overlaps(Validity(from: handover + .days(1))))
        #expect(validity.overlaps(Validity(from: handover - .days(9))))
    }

    @Test(arguments: [
        ("*", "anything", true), ("platform/*", "platform/demo", true), ("platform/*", "platform", false),
        ("platform/demo", "platform/demo", true), ("platform/demo", "platform/demo2", false),
        ("erp/", "erp/x", false),
    ])
    func `a source is trusted whole or by its beginning`(pattern: String, source: String, trusted: Bool) {
        #expect(TrustedSources(patterns: [pattern], clause: "c").isTrusted(source) == trusted)
    }

    @Test func `the shipped rulebook trusts every source, an empty list none`() {
        #expect(shipped.sources.isTrusted("erp/dianxiaomi"))
        #expect(!TrustedSources(patterns: [], clause: "c").isTrusted("erp/dianxiaomi"))
    }
}
