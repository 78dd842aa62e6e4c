import Vocabulary

/// Lives with further uploads, and lives whose facts arrive or are stamped in an order that misleads.
extension Planner {
    /// A first upload in time, and another after it that changes nothing about it.
    func planFurtherUpload(
        _ plan: inout Plan, _ course: Course, _ number: NumberChoice, by account: Int,
        finds code: FindingCode?
    ) {
        let (first, further) = planFirstUpload(&plan, course)
        plan.upload(number, by: account, at: further, after: first)
        if let code { plan.expected.find(code) }
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// A first upload in time, voided, and one more: of the same number, or of another.
    func planVoided(_ plan: inout Plan, _ course: Course, then number: NumberChoice) {
        let (first, voided) = planFirstUpload(&plan, course)
        let news = max(voided + plan.dice.uploadDelay(), first + 1_000)
        plan.add(.voided(.own), at: voided, arriving: news)
        let again = voided + plan.dice.between(2 * minute, 2 * hour)
        plan.upload(number, at: again, after: news)
        if number == .own {
            // The first upload was accepted and in time: no abnormal order, but no number either (R21).
            plan.expected.status = .intercepted
            plan.expected.find(.voidedNumber)
        } else {
            planJourney(&plan, course, dispatched: again)
        }
    }

    /// - Returns: when its news arrives, and when something further happens to the number.
    private func planFirstUpload(_ plan: inout Plan, _ course: Course) -> (news: Int64, further: Int64) {
        plan.declare(course)
        plan.handOver(course)
        let news = plan.upload(.own, at: course.uploaded)
        plan.accept(course, at: course.uploaded, news: news)
        return (news, course.uploaded + plan.dice.between(3 * minute, 3 * hour))
    }

    /// Reported late once and, when it is too late to hurry, as it was.
    func planEarlierHandover(_ plan: inout Plan, _ course: Course) {
        var course = course
        let reported = course.handedOver + plan.dice.between(20 * minute, 100 * minute)
        course.uploaded = plan.dice.between(course.deadline + 1, reported + uploadWindow)
        plan.declare(course)
        let report = reported + plan.dice.handoverDelay()
        plan.add(.handedOver, at: reported, arriving: report)
        let uploaded = plan.upload(.own, at: course.uploaded)
        plan.add(
            .handedOver, at: course.handedOver,
            arriving: max(report, uploaded) + plan.dice.between(hour, 5 * hour))
        plan.accept(course, at: course.uploaded, news: uploaded)
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// The warehouse's line was down until the parcel had been delivered.
    func planDeliveredFirst(_ plan: inout Plan, _ course: Course) {
        plan.declare(course)
        let uploaded = plan.upload(.own, at: course.uploaded)
        plan.accept(course, at: course.uploaded, news: uploaded)
        let delivery = planJourney(&plan, course, dispatched: course.uploaded, delivery: .certain)
        plan.add(
            .handedOver, at: course.handedOver, arriving: delivery + plan.dice.between(10 * minute, 24 * hour)
        )
        plan.expected.open(.outOfOrder)
    }

    /// A clock that is wrong: at the carrier, or at the warehouse.
    func planImpossibleTimes(_ plan: inout Plan, _ course: Course) {
        var course = course
        plan.expected.open(.outOfOrder)
        if plan.dice.chance(0.5) {
            plan.declare(course)
            plan.handOver(course)
            let uploaded = plan.upload(.own, at: course.uploaded)
            plan.accept(course, at: course.uploaded, news: uploaded)
            let said = plan.dice.between(course.declared, course.handedOver - 1)
            planJourney(&plan, course, dispatched: course.uploaded, delivery: .saidToBe(said))
        } else {
            course.handedOver = course.declared
            course.declared += plan.dice.between(10 * minute, 60 * minute)
            course.uploaded = course.declared + plan.dice.between(5 * minute, 50 * minute)
            plan.declare(course)
            plan.handOver(course)
            let uploaded = plan.upload(.own, at: course.uploaded)
            plan.accept(course, at: course.uploaded, news: uploaded)
            planJourney(&plan, course, dispatched: course.uploaded)
        }
    }

    /// Until the declaration is there nothing can be checked; then everything follows from the times.
    func planLateDeclaration(_ plan: inout Plan, _ course: Course) {
        let handedOver = course.handedOver + plan.dice.handoverDelay()
        plan.add(.handedOver, at: course.handedOver, arriving: handedOver)
        let uploaded = plan.upload(.own, at: course.uploaded)
        let declared = max(handedOver, uploaded) + plan.dice.between(minute, 3 * hour)
        plan.add(.declared(.strict, boxes: 1, slip: nil), at: course.declared, arriving: declared)
        plan.expected.say(.notDeclared)
        plan.accept(course, at: course.uploaded, news: declared)
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// Nothing can be checked, and no clock runs.
    func planUndeclared(_ plan: inout Plan, _ course: Course) {
        plan.handOver(course)
        plan.upload(.own, at: course.uploaded)
        plan.expected.handedOverAt = course.handedOver
        plan.expected.say(.notDeclared)
    }
}
