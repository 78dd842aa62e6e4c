import Vocabulary

/// Routes that carriers say themselves, and what they bill.
extension Planner {
    /// Said when the parcel is taken in.
    func planRoute(_ plan: inout Plan, _ course: Course, uploaded: Int64) {
        guard plan.scenario == .routedByProvider || plan.scenario == .routedByUnknownLine else { return }
        let isKnown = plan.scenario == .routedByProvider
        plan.route = isKnown ? .known : .unknown
        let time = max(course.uploaded, course.handedOver) + plan.dice.between(5 * minute, 3 * hour)
        plan.add(.routed(isKnown: isKnown), at: time, arriving: time + plan.dice.platformDelay())
    }

    /// Some days after the parcel's way has ended, when nothing changes its fee any more.
    ///
    /// - Parameter end: of the way.
    func planBill(_ plan: inout Plan, after end: Int64) {
        guard plan.hasFee else { return }
        let isWrong = plan.scenario == .billDiffers || plan.scenario == .billCorrected
        guard isWrong || plan.dice.chance(rates.billed) else { return }
        let time = end + plan.dice.days(Double(plan.dice.between(3, 9)), spread: 0.1)
        let news = time + plan.dice.platformDelay()
        // A step of weight that was not begun, a forgotten coupon, or a fen of rounding.
        let differences: [Int64] = [320, 500, 1, -1, 860, -250]
        let difference = isWrong ? differences[plan.dice.below(differences.count)] : 0
        plan.add(.billed(difference: difference), at: time, arriving: news)
        guard isWrong else { return }
        guard plan.scenario == .billCorrected else { return plan.expected.open(.feeMismatch) }
        let later = time + plan.dice.days(Double(plan.dice.between(2, 6)), spread: 0.1)
        plan.add(
            .billed(difference: 0), at: later, arriving: max(news + 1_000, later + plan.dice.platformDelay()))
        plan.expected.resolve(.feeMismatch)
    }
}
