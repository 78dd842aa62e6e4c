import Vocabulary

/// The upload window (R22), in milliseconds: as the shipped rulebook has it.
let uploadWindow: Int64 = 7_200_000

/// When the three moments of an order happen by themselves; scenarios bend them.
struct Course {
    var declared: Int64
    var handedOver: Int64
    var uploaded: Int64

    /// The last millisecond that is on time.
    var deadline: Int64 { handedOver + uploadWindow }

    init(born: Int64, _ dice: inout Dice) {
        declared = born
        handedOver =
            born + Int64(dice.logNormal(mean: 15 * 3_600_000, spread: 0.6)).clamped(2 * hour, 72 * hour)
        if dice.chance(0.55) {
            // Early: the ERP has the number before the parcel is on its way.
            uploaded = dice.between(declared + 5 * minute, handedOver - 10 * minute)
        } else {
            // The warehouse's 已交接 made the ERP push it.
            uploaded =
                handedOver
                + Int64(dice.logNormal(mean: 13 * 60_000, spread: 0.8)).clamped(3_000, 115 * minute)
        }
    }
}

extension Planner {
    /// Plans everything that is said about an order which `begin` has drawn.
    func live(_ plan: inout Plan) {
        var course = Course(born: plan.born, &plan.dice)
        switch plan.scenario {
        case .lateUpload:
            course.uploaded = course.deadline + plan.dice.lateness()
        case .exactlyTwoHours:
            course.uploaded = course.deadline
        case .missingUpload:
            plan.expected.handedOverAt = course.handedOver
            plan.expected.miss(.missingUpload)
            plan.declare(course)
            plan.handOver(course)
            return
        case .twoBoxes:
            let boxes = UInt8(plan.dice.between(2, 4))
            return planIntercepted(&plan, course, boxes: boxes, for: .multiBox)
        case .phoneWithoutPrefix:
            return planIntercepted(&plan, course, .withoutPrefix, for: .phoneFormat)
        case .phoneWithSpaces:
            return planIntercepted(&plan, course, .withSpaces, for: .phoneFormat)
        case .phoneWithTrunkZero:
            return planIntercepted(&plan, course, .withTrunkZero, for: .phoneFormat)
        case .hsNameMismatch:
            return planIntercepted(&plan, course, slip: .otherName, for: .hsMismatch)
        case .hsCodeUnknown:
            return planIntercepted(&plan, course, slip: .unknownCode, for: .hsUnknown)
        case .vagueName:
            // No name of the map is vague, so it is not one of the code's either.
            plan.expected.find(.hsMismatch)
            return planIntercepted(&plan, course, slip: .vagueName, for: .vagueName)
        case .taxMissing:
            return planIntercepted(&plan, course, slip: .taxMissing, for: .taxID)
        case .taxWrong:
            return planIntercepted(&plan, course, slip: .taxWrong, for: .taxID)
        case .wrongCheckDigit:
            return planIntercepted(&plan, course, number: .wrongCheckDigit, for: .numberFormat)
        case .wrongFormat:
            return planIntercepted(&plan, course, number: .wrongFormat, for: .numberFormat)
        case .providerNotCertified:
            return planIntercepted(&plan, course, for: .providerNotCertified)
        case .providerNotBound:
            return planIntercepted(&plan, course, for: .providerNotBound)
        case .correctedInTime, .correctedTooLate:
            return planCorrected(&plan, course)
        case .numberConflict:
            if planConflict(&plan, course) { return }
        case .providerBoundLater:
            if planBoundLater(&plan, course) { return }
        case .repeatedUpload:
            return planFurtherUpload(&plan, course, .own, by: plan.account, finds: nil)
        case .duplicateNumber:
            return planFurtherUpload(&plan, course, .own, by: plan.otherAccount, finds: .duplicateNumber)
        case .secondNumber:
            return planFurtherUpload(&plan, course, .second, by: plan.account, finds: .multiBox)
        case .voidedNumberAgain:
            return planVoided(&plan, course, then: .own)
        case .replacedAfterVoiding:
            return planVoided(&plan, course, then: .second)
        case .earlierHandoverLater:
            return planEarlierHandover(&plan, course)
        case .deliveredBeforeHandover:
            return planDeliveredFirst(&plan, course)
        case .impossibleTimes:
            return planImpossibleTimes(&plan, course)
        case .declarationArrivesLate:
            return planLateDeclaration(&plan, course)
        case .neverDeclared:
            return planUndeclared(&plan, course)
        case .exemptionGranted, .exemptionLate, .exemptionIncomplete, .exemptionCompleted,
            .exemptionUndecided, .exemptionRejected, .exemptionOfStandardGoods:
            return planExemption(&plan, course)
        case .billDiffers, .billCorrected, .platformDisagrees, .platformComesRound, .routedByProvider,
            .routedByUnknownLine, .lostAndFound, nil:
            break
        }
        planPlain(&plan, course)
    }

    /// Declared, handed over and uploaded once, and so accepted at the upload.
    private func planPlain(_ plan: inout Plan, _ course: Course) {
        plan.declare(course)
        let handedOver = plan.handOver(course)
        let uploaded = plan.upload(.own, at: course.uploaded)
        plan.accept(course, at: course.uploaded, news: uploaded)
        if let request = categoryRequest(for: plan) {
            plan.settle(request, course, uploaded: uploaded, handedOver: handedOver)
        }
        planVerdicts(&plan, course, known: max(uploaded, plan.countedNews ?? uploaded))
        planRoute(&plan, course, uploaded: uploaded)
        planJourney(&plan, course, dispatched: course.uploaded)
    }

    /// The platform's own verdicts, usually the same as ours.
    private func planVerdicts(_ plan: inout Plan, _ course: Course, known: Int64) {
        guard plan.expected.status == .compliant else { return }
        let judged = course.uploaded + minute
        let news = known + plan.dice.between(minute, 10 * minute)
        switch plan.scenario {
        case .platformDisagrees:
            plan.add(.judged(passes: false), at: judged, arriving: news)
            plan.expected.open(.verdictDiverges)
        case .platformComesRound:
            plan.add(.judged(passes: false), at: judged, arriving: news)
            plan.add(.judged(passes: true), at: judged + hour, arriving: news + hour)
            plan.expected.resolve(.verdictDiverges)
        case nil where plan.dice.chance(rates.platformVerdict):
            plan.add(.judged(passes: true), at: judged, arriving: news)
        default:
            break
        }
    }
}

extension Plan {
    @discardableResult
    mutating func declare(
        _ course: Course, _ form: PhoneForm = .strict, boxes: UInt8 = 1, slip: DeclarationSlip? = nil
    ) -> Int64 {
        let arrival = course.declared + dice.declarationDelay()
        add(.declared(form, boxes: boxes, slip: slip), at: course.declared, arriving: arrival)
        return arrival
    }

    @discardableResult
    mutating func handOver(_ course: Course) -> Int64 {
        let arrival = course.handedOver + dice.handoverDelay()
        add(.handedOver, at: course.handedOver, arriving: arrival)
        return arrival
    }

    /// - Parameter after: arrives later than this: the second upload of an order must not overtake the first,
    ///   because which of two numbers holds is decided by what is known.
    @discardableResult
    mutating func upload(
        _ number: NumberChoice, by account: Int? = nil, at time: Int64, after: Int64 = .min
    ) -> Int64 {
        let arrival = max(time + dice.uploadDelay(), after == .min ? .min : after + 1_000)
        add(.uploaded(number, account: UInt8(account ?? self.account)), at: time, arriving: arrival)
        return arrival
    }

    /// The number was accepted for the first time.
    ///
    /// - Parameter news: when that is known.
    mutating func accept(_ course: Course, at moment: Int64, news: Int64) {
        expected.handedOverAt = course.handedOver
        expected.uploadedAt = moment
        guard isMandatory else {
            expected.status = .notApplicable
            return
        }
        expected.status = .compliant
        countedNews = news
        if moment > course.deadline { expected.miss(.lateUpload) }
    }
}

extension Dice {
    /// How much too late: as often by milliseconds as by hours, up to ten of them.
    mutating func lateness() -> Int64 {
        chance(0.1) ? 1 : magnitude(upTo: 36_000_000)
    }
}
