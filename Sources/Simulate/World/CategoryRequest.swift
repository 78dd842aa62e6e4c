/// A seller asked that all its battery products be exempted (R5, R6).
struct CategoryRequest {
    enum Story: CaseIterable {
        /// Before the first order: all are exempt.
        case granted
        /// While orders are on their way: what was handed over too soon after the request is late.
        case grantedLater
        /// Approved without one of the papers.
        case incomplete
        case undecided
        case rejected
    }

    let story: Story
    /// Milliseconds since 1970.
    let filedAt: Int64
    let filedNews: Int64
    let decidedAt: Int64
    let decidedNews: Int64

    /// By seller; the stories are dealt out one after the other, so that each occurs.
    static func all(_ options: SimulationOptions, _ calendar: OrderCalendar) -> [Self?] {
        var asked = Int(options.seed % UInt64(Story.allCases.count))
        return Seller.all.indices.map { seller in
            var dice = Dice(seed: options.seed, .exemption, UInt64(seller))
            guard dice.chance(options.rates.categoryRequests) else { return nil }
            asked += 1
            return Self(Story.allCases[asked % Story.allCases.count], calendar, &dice)
        }
    }

    /// Of all three where nothing is missing, in the order of ``ExemptionPapers``.
    var papers: UInt8 { story == .incomplete ? 0b101 : 0b111 }

    init(_ story: Story, _ calendar: OrderCalendar, _ dice: inout Dice) {
        self.story = story
        let day = OrderCalendar.dayMs
        let isLater = story == .grantedLater
        filedAt =
            isLater
            ? calendar.start + Int64(0.4 * Double(calendar.days) * Double(day))
            : calendar.start - dice.between(20 * day, 40 * day)
        filedNews = isLater ? filedAt + dice.platformDelay() : calendar.start - 1
        decidedAt = filedAt + dice.between(20 * hour, 50 * hour)
        decidedNews = isLater ? decidedAt + dice.platformDelay() : calendar.start - 1
    }

    /// How it must stand in the end.
    var expected: RequestExpectation {
        let isApproved: Bool? = story == .undecided ? nil : story != .rejected
        return RequestExpectation(
            requestedAt: filedAt, papers: papers, isApproved: isApproved,
            decidedAt: isApproved == nil ? nil : decidedAt,
            outcome: story == .incomplete
                ? .incomplete : isApproved == nil ? .undecided : story == .rejected ? .rejected : .approved)
    }

    /// What it comes to for a parcel of the category that was handed over then.
    func effect(handedOver: Int64) -> ExemptionEffect {
        switch story {
        case .undecided, .rejected: .none
        case .incomplete: .incomplete
        case .granted, .grantedLater:
            // An approval after the handover frees nobody, nor does a request after it.
            handedOver < decidedAt
                ? .none : handedOver - filedAt < ExemptionPapers.notice ? .late : .exempt
        }
    }
}

/// What a request for exemption comes to for an order.
enum ExemptionEffect {
    case none
    case exempt
    case late
    case incomplete
}

/// The papers a request needs (R6), one bit each.
enum ExemptionPapers {
    static let names: [StaticString] = ["material-proof", "msds", "carrier-qualification"]
    static let complete: UInt8 = 0b111

    static func names(in papers: UInt8) -> [StaticString] {
        names.indices.filter { papers >> UInt8($0) & 1 == 1 }.map { names[$0] }
    }

    /// 72 hours before the handover.
    static let notice: Int64 = 72 * hour
}
