import Vocabulary

/// Lives in which an upload is refused.
extension Planner {
    /// One upload, refused, and nothing done about it: the clock runs out.
    func planIntercepted(
        _ plan: inout Plan, _ course: Course, _ form: PhoneForm = .strict, boxes: UInt8 = 1,
        slip: DeclarationSlip? = nil, number: NumberChoice = .own, for reason: FindingCode
    ) {
        plan.declare(course, form, boxes: boxes, slip: slip)
        plan.handOver(course)
        plan.upload(number, at: course.uploaded)
        plan.block(course, for: reason)
    }

    /// Refused for the phone; the corrected declaration accepts the number that waits (R21).
    func planCorrected(_ plan: inout Plan, _ course: Course) {
        let corrected =
            plan.scenario == .correctedInTime
            ? plan.dice.between(course.uploaded + 1, course.deadline)
            : course.deadline + plan.dice.lateness()
        let first = plan.declare(course, plan.dice.chance(0.7) ? .withoutPrefix : .withSpaces)
        plan.handOver(course)
        let uploaded = plan.upload(.own, at: course.uploaded)
        let news = max(corrected + plan.dice.declarationDelay(), max(first, uploaded) + 1_000)
        plan.add(.declared(.strict, boxes: 1, slip: nil), at: corrected, arriving: news)
        plan.expected.say(.phoneFormat)
        plan.expected.resolve(.phoneFormat)
        plan.accept(course, at: corrected, news: news)
        planJourney(&plan, course, dispatched: corrected)
    }

    /// The number of an earlier order. False where there is none to be had: the order becomes ordinary.
    func planConflict(_ plan: inout Plan, _ course: Course) -> Bool {
        guard let other = orderToConflictWith(plan), let accepted = other.plan.expected.uploadedAt else {
            plan.scenario = nil
            return false
        }
        plan.carrier = other.plan.carrier
        plan.otherOrder = other.plan.order
        plan.declare(course)
        plan.handOver(course)
        plan.upload(
            .ofAnotherOrder, at: max(course.uploaded, accepted + 10 * minute), after: other.known + minute)
        plan.block(course, for: .numberConflict)
        return true
    }

    /// Handed over in the days before the seller binds the carrier. False where no binding is near.
    func planBoundLater(_ plan: inout Plan, _ course: Course) -> Bool {
        let earliest = course.deadline + minute
        let fit = plan.seller { seller in
            let bound = calendar.binding(of: seller)
            return Seller.all[seller].boundLater != nil && bound > earliest && bound < earliest + 144 * hour
        }
        guard let fit, let carrier = Seller.all[fit].boundLater else {
            plan.scenario = nil
            return false
        }
        plan.assign(seller: fit)
        plan.carrier = carrier
        if plan.parcel.isOfBatteryCategory { plan.parcel.isCustom = true }
        // After the binding, and after its news has arrived.
        let again = calendar.binding(of: fit) + plan.dice.between(2 * hour, 12 * hour)
        plan.declare(course)
        plan.handOver(course)
        let first = plan.upload(.own, at: course.uploaded)
        let news = plan.upload(.own, at: again, after: first)
        plan.expected.say(.providerNotBound)
        plan.expected.resolve(.providerNotBound)
        plan.accept(course, at: again, news: news)
        planJourney(&plan, course, dispatched: again)
        return true
    }
}

extension Plan {
    /// Refused for good: dispatch is blocked and the deadline passes.
    mutating func block(_ course: Course, for reason: FindingCode) {
        expected.find(reason)
        expected.handedOverAt = course.handedOver
        expected.status = .intercepted
        expected.miss(.missingUpload)
    }
}
