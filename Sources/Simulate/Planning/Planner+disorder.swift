import Vocabulary

/// Lives with further uploads, and lives whose facts arrive or are stamped in an order that misleads.
extension Planner {
    /// A first upload in time, and something about the number after it.
    func planFurtherUpload(_ plan: inout Plan, _ course: Course) {
        plan.declare(course)
        plan.handOver(course)
        let first = plan.upload(.own, at: course.uploaded)
        plan.accept(course, at: course.uploaded)
        let further = course.uploaded + plan.dice.between(3 * minute, 3 * hour)
        switch plan.scenario {
        case .duplicateNumber:
            plan.upload(.own, by: plan.otherAccount, at: further, after: first)
            plan.expected.open(.duplicateNumber)
        case .secondNumber:
            plan.upload(.second, at: further, after: first)
            plan.expected.open(.multiBox)
        case .repeatedUpload:
            plan.upload(.own, at: further, after: first)
        default:
            return planVoided(&plan, course, first: first, voided: further)
        }
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    private func planVoided(_ plan: inout Plan, _ course: Course, first: Int64, voided: Int64) {
        let news = max(voided + plan.dice.uploadDelay(), first + 1_000)
        plan.add(.voided(.own), at: voided, arriving: news)
        let again = voided + plan.dice.between(2 * minute, 2 * hour)
        if plan.scenario == .replacedAfterVoiding {
            plan.upload(.second, at: again, after: news)
            planJourney(&plan, course, dispatched: again)
        } else {
            plan.upload(.own, at: again, after: news)
            // The first upload was accepted and in time: no abnormal order, but no number either (R21).
            plan.expected.status = .intercepted
            plan.expected.open(.voidedNumber)
        }
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
        plan.accept(course, at: course.uploaded)
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// The warehouse's line was down until the parcel had been delivered.
    func planDeliveredFirst(_ plan: inout Plan, _ course: Course) {
        plan.declare(course)
        plan.upload(.own, at: course.uploaded)
        plan.accept(course, at: course.uploaded)
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
            plan.upload(.own, at: course.uploaded)
            plan.accept(course, at: course.uploaded)
            let said = plan.dice.between(course.declared, course.handedOver - 1)
            planJourney(&plan, course, dispatched: course.uploaded, delivery: .saidToBe(said))
        } else {
            course.handedOver = course.declared
            course.declared += plan.dice.between(10 * minute, 60 * minute)
            course.uploaded = course.declared + plan.dice.between(5 * minute, 50 * minute)
            plan.declare(course)
            plan.handOver(course)
            plan.upload(.own, at: course.uploaded)
            plan.accept(course, at: course.uploaded)
            planJourney(&plan, course, dispatched: course.uploaded)
        }
    }

    /// Until the declaration is there nothing can be checked; then everything follows from the times.
    func planLateDeclaration(_ plan: inout Plan, _ course: Course) {
        let handedOver = course.handedOver + plan.dice.handoverDelay()
        plan.add(.handedOver, at: course.handedOver, arriving: handedOver)
        let uploaded = plan.upload(.own, at: course.uploaded)
        plan.add(
            .declared(.strict, boxes: 1), at: course.declared,
            arriving: max(handedOver, uploaded) + plan.dice.between(minute, 3 * hour))
        plan.accept(course, at: course.uploaded)
        planJourney(&plan, course, dispatched: course.uploaded)
    }
}
