import Vocabulary

/// Lives about which somebody asked for an exemption (R5, R6).
extension Planner {
    /// What the order's seller asked for its whole category, where that concerns the parcel.
    func categoryRequest(for plan: Plan) -> CategoryRequest? {
        plan.isMandatory && plan.parcel.isOfBatteryCategory ? requests[plan.seller] : nil
    }

    /// The order's own request, filed some days before it is handed over.
    func planExemption(_ plan: inout Plan, _ course: Course) {
        var course = course
        let asked = course.declared + plan.dice.between(10 * minute, 4 * hour)
        let decided = asked + plan.dice.between(3 * hour, 30 * hour)
        let declared = plan.declare(course)
        let isComplete = plan.scenario != .exemptionIncomplete && plan.scenario != .exemptionCompleted
        let papers =
            isComplete
            ? ExemptionPapers.complete : ExemptionPapers.complete & ~(1 << UInt8(plan.dice.below(3)))
        var request = RequestExpectation(requestedAt: asked, papers: papers, outcome: .undecided)
        var news = max(declared, asked) + plan.dice.uploadDelay()
        plan.add(.exemptionRequested(papers: papers), at: asked, arriving: news)

        if plan.scenario != .exemptionUndecided {
            let isApproved = plan.scenario != .exemptionRejected
            news = max(news + 1_000, decided + plan.dice.platformDelay())
            plan.add(.exemptionDecided(isApproved: isApproved), at: decided, arriving: news)
            (request.isApproved, request.decidedAt) = (isApproved, decided)
            request.outcome = isApproved ? .approved : .rejected
        }
        if plan.scenario == .exemptionCompleted {
            // The missing paper follows, and the platform says once more that it agrees.
            request.requestedAt = decided + plan.dice.between(2 * hour, 6 * hour)
            request.papers = ExemptionPapers.complete
            news = max(news + 1_000, request.requestedAt + plan.dice.uploadDelay())
            plan.add(.exemptionRequested(papers: request.papers), at: request.requestedAt, arriving: news)
            let again = request.requestedAt + plan.dice.between(2 * hour, 20 * hour)
            news = max(news + 1_000, again + plan.dice.platformDelay())
            plan.add(.exemptionDecided(isApproved: true), at: again, arriving: news)
            request.decidedAt = again
        }
        let notice = request.requestedAt + ExemptionPapers.notice
        let spare = plan.dice.lateness()
        course.handedOver =
            plan.scenario == .exemptionLate ? notice - spare : plan.dice.chance(0.2) ? notice : notice + spare
        course.uploaded = course.handedOver + plan.dice.between(3_000, 115 * minute)
        let handedOver = plan.handOver(course)
        switch plan.scenario {
        case .exemptionGranted, .exemptionCompleted: planExempt(&plan, course, after: handedOver)
        default:
            let uploaded = plan.upload(.own, at: course.uploaded, after: handedOver)
            plan.accept(course, at: course.uploaded, news: uploaded)
        }
        plan.settle(&request)
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// No number is asked for; most sellers upload one all the same.
    private func planExempt(_ plan: inout Plan, _ course: Course, after news: Int64) {
        plan.expected.handedOverAt = course.handedOver
        plan.expected.status = .exempt
        guard plan.dice.chance(0.7) else { return }
        plan.upload(.own, at: course.uploaded, after: news)
        plan.expected.uploadedAt = course.uploaded
    }
}

extension Plan {
    /// What its own request comes to.
    fileprivate mutating func settle(_ request: inout RequestExpectation) {
        switch scenario {
        case .exemptionGranted: request.outcome = .exempt
        case .exemptionCompleted:
            request.outcome = .exempt
            expected.resolve(.exemptionIncomplete)
        case .exemptionLate:
            request.outcome = .late
            expected.open(.exemptionLate)
        case .exemptionIncomplete:
            request.outcome = .incomplete
            expected.open(.exemptionIncomplete)
        default: break
        }
        expected.request = request
    }

    /// What its seller's request comes to for an order that was uploaded in time.
    ///
    /// - Parameters:
    ///   - uploaded: when the upload's news arrives.
    ///   - handedOver: when the handover's does.
    mutating func settle(
        _ request: CategoryRequest, _ course: Course, uploaded: Int64, handedOver: Int64
    ) {
        let effect = request.effect(handedOver: course.handedOver)
        switch effect {
        case .none: break
        case .exempt: expected.status = .exempt
        case .late: expected.open(.exemptionLate)
        case .incomplete: expected.open(.exemptionIncomplete)
        }
        guard request.story == .granted || request.story == .grantedLater, request.decidedNews <= uploaded
        else { return }
        // Approved, and nobody knows yet when it will be handed over: until then it counts as exempt.
        countedNews = effect == .exempt ? nil : max(uploaded, handedOver)
    }
}
