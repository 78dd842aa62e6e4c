public import Rulebook
import Vocabulary

/// What a view takes from the rulebooks. It learns of each as it comes along in the log, so a view that is rebuilt
/// judges as it did the first time. Belongs to one projection and its thread.
public final class ViewRules {
    /// A class, so that asking it does not count every table of the rulebook up and down.
    private final class Ruling {
        let rulebook: Rulebook
        /// By provider: there are a few dozen of them and millions of orders.
        private var completeTracks: [ProviderID?: MilestoneSet] = [:]
        private var milestones = MilestoneMemory()

        init(_ rulebook: Rulebook) { self.rulebook = rulebook }

        @inline(__always)
        func milestone(_ provider: ProviderID, _ code: Token) -> Milestone? {
            milestones.milestone(provider, code) { rulebook.milestone(provider, code: code) }
        }

        func completeTrack(_ provider: ProviderID?) -> MilestoneSet {
            if let known = completeTracks[provider] { return known }
            let track = rulebook.tracking.expected(of: provider, under: rulebook.milestones)
                .reduce(into: MilestoneSet()) { $0.formUnion(MilestoneSet($1)) }
            completeTracks[provider] = track
            return track
        }
    }

    private var timetable: Timetable<Ruling>
    private var namesRulebook = false
    /// The one in force at the log's time, as far as the view has come, and when it gives way.
    private var current: Ruling
    private var until: Instant?
    private var present = Instant(nanoseconds: 0)

    /// - Parameter rulebook: what counts while the log names none.
    public init(_ rulebook: Rulebook) {
        current = Ruling(rulebook)
        timetable = Timetable(first: current, from: rulebook.effectiveFrom)
    }

    /// Every rulebook known, by the beginning of its force.
    public var rulebooks: [Rulebook] { timetable.elements.map(\.rulebook) }

    /// The one in force at the log's time.
    public var rulebook: Rulebook { current.rulebook }

    /// The one in force at `moment`.
    func rulebook(at moment: Instant) -> Rulebook { timetable[at: moment].rulebook }

    func advance(to now: Instant) {
        present = now
        if let until, now >= until { choose() }
    }

    private func choose() {
        current = timetable[at: present]
        until = timetable.end(at: present)
    }

    /// A rulebook came into the log. The first one replaces what counted until then.
    func activate(_ rulebook: Rulebook) {
        let ruling = Ruling(rulebook)
        if namesRulebook {
            timetable.add(ruling, from: rulebook.effectiveFrom)
        } else {
            timetable = Timetable(first: ruling, from: rulebook.effectiveFrom)
        }
        namesRulebook = true
        choose()
    }

    /// The last instant at which a number may be accepted (R22).
    func deadline(handover: Instant) -> Instant {
        timetable[at: handover].rulebook.clock.deadline(handover: handover)
    }

    /// What a scan stands for (R38). Nil: an unknown code, or no provider to ask.
    func milestone(_ provider: ProviderID?, _ code: Token) -> Milestone? {
        provider.flatMap { current.milestone($0, code) }
    }

    /// What a whole track of this provider shows, for a parcel handed over at a time: every expected leg that its
    /// codes can tell of.
    func completeTrack(_ provider: ProviderID?, handedOverAt: Instant) -> MilestoneSet {
        timetable[at: handedOverAt].completeTrack(provider)
    }
}
