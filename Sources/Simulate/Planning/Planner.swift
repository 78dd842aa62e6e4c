import Vocabulary

/// Plans orders: who and where first, then the life.
struct Planner {
    let seed: UInt64
    let rates: Rates
    let calendar: OrderCalendar
    /// What each seller asked for its battery products, by seller.
    let requests: [CategoryRequest?]
    private let scenarios: ScenarioTable

    init(_ options: SimulationOptions) {
        seed = options.seed
        rates = options.rates
        calendar = OrderCalendar(options)
        requests = CategoryRequest.all(options, calendar)
        scenarios = ScenarioTable(options.rates)
    }

    /// Plans the order anew.
    func plan(_ order: UInt32, into plan: inout Plan) {
        begin(order, &plan)
        live(&plan)
    }

    /// Draws who sends what where, and what is to go wrong.
    private func begin(_ order: UInt32, _ plan: inout Plan) {
        plan.begin(order, born: calendar.birth(of: order), seed: seed)
        plan.destination = plan.dice.weighted(Destination.shares)
        plan.assign(seller: plan.dice.weighted(Seller.weights))
        if plan.isMandatory { plan.scenario = scenarios.draw(&plan.dice) ?? badDayScenario(&plan) }
        drawParcel(&plan)
        plan.carrier = carrier(for: plan, &plan.dice)
        switch plan.scenario {
        case .phoneWithTrunkZero where !Destination.all[plan.destination].hasTrunkZero:
            plan.destination =
                Destination.withTrunkZero[
                    plan.dice.below(Destination.withTrunkZero.count)]
        case .wrongCheckDigit, .wrongFormat:
            plan.assign(seller: plan.seller { Seller.all[$0].bound.contains(Carrier.yanwen) } ?? plan.seller)
            plan.carrier = Carrier.yanwen
        case .providerNotCertified:
            plan.carrier = Carrier.uncertified
        case .providerNotBound:
            plan.carrier = Seller.all[plan.seller].neverBound
        case nil:
            plan.scansNameNumber = plan.isMandatory && plan.dice.chance(0.15)
        case .lateUpload, .exactlyTwoHours, .missingUpload, .duplicateNumber, .numberConflict,
            .repeatedUpload, .voidedNumberAgain, .replacedAfterVoiding, .secondNumber, .twoBoxes,
            .phoneWithoutPrefix, .phoneWithSpaces, .phoneWithTrunkZero, .hsNameMismatch, .hsCodeUnknown,
            .vagueName, .taxMissing, .taxWrong, .providerBoundLater, .correctedInTime, .correctedTooLate,
            .earlierHandoverLater, .deliveredBeforeHandover, .impossibleTimes, .declarationArrivesLate,
            .neverDeclared, .exemptionGranted, .exemptionLate, .exemptionIncomplete, .exemptionCompleted,
            .exemptionUndecided, .exemptionRejected, .exemptionOfStandardGoods, .billDiffers, .billCorrected,
            .platformDisagrees, .platformComesRound, .routedByProvider, .routedByUnknownLine, .lostAndFound:
            break
        }
        // One cause for what is planted: a request for the whole category is not to free it.
        if plan.scenario != nil, requests[plan.seller] != nil, plan.parcel.isOfBatteryCategory {
            plan.parcel.isCustom = true
        }
    }

    /// The biggest store's bad day (``Rates/badDay``).
    private func badDayScenario(_ plan: inout Plan) -> Scenario? {
        guard let day = calendar.badDay, plan.seller == Seller.biggest, day.contains(plan.born) else {
            return nil
        }
        return plan.dice.chance(rates.badDay) ? .phoneWithoutPrefix : nil
    }

    private func drawParcel(_ plan: inout Plan) {
        var dice = Dice(seed: seed, .parcel, UInt64(plan.order))
        switch plan.scenario {
        case .exemptionOfStandardGoods: plan.parcel = Parcel(.standard, &dice)
        case let scenario? where scenario.asksExemption: plan.parcel = Parcel(.exemptible, &dice)
        default: plan.parcel = Parcel(.any, &dice)
        }
        // Bills are about what has a fee, and so about what a line takes.
        if plan.scenario == .billDiffers || plan.scenario == .billCorrected {
            plan.parcel.grams = min(plan.parcel.grams, 20_000)
        }
    }

    /// One of the carriers that the seller has bound by then; Cainiao takes more than half.
    private func carrier(for plan: Plan, _ dice: inout Dice) -> Int {
        let seller = Seller.all[plan.seller]
        var drawn = dice.chance(0.5) ? Carrier.cainiao : seller.bound[dice.below(seller.bound.count)]
        // A margin for the news of the binding to arrive.
        if dice.chance(0.2), let later = seller.boundLater,
            plan.born > calendar.binding(of: plan.seller) + 2 * hour
        {
            drawn = later
        }
        let destination = Destination.all[plan.destination]
        if destination.isGulf, !Carrier.all[drawn].servesGulf { return Carrier.cainiao }
        // Now and then a store doesn't look what its line takes: then there is no route.
        let isCareless = dice.chance(0.1) && plan.scenario == nil
        return isCareless || Carrier.all[drawn].takes(plan.parcel, to: destination) ? drawn : Carrier.cainiao
    }

    /// A clean, earlier order whose carrier this order's seller has bound too, and when its number was known
    /// to the daemon for sure.
    func orderToConflictWith(_ plan: Plan) -> (plan: Plan, known: Int64)? {
        var other = Plan()
        for back in 1...64 where back <= plan.order {
            let order = plan.order - UInt32(back)
            begin(order, &other)
            guard other.scenario == nil, other.isMandatory,
                Seller.all[plan.seller].bound.contains(other.carrier)
            else { continue }
            live(&other)
            guard other.expected.status == .compliant else { continue }
            let needed = other.steps.filter { step in
                switch step.saying {
                case .declared, .uploaded: true
                case .handedOver, .voided, .scanned, .delivered, .lost, .complained, .judged,
                    .exemptionRequested,
                    .exemptionDecided, .billed, .routed:
                    false
                }
            }
            return (other, needed.map(\.arrival).max() ?? 0)
        }
        return nil
    }
}

extension Plan {
    mutating func assign(seller: Int) {
        self.seller = seller
        account = Seller.all[seller].account
        otherAccount = Seller.all[seller].otherAccount
        warehouse = Seller.all[seller].warehouse
    }

    /// The first seller from the drawn one on that is fit.
    func seller(where isFit: (Int) -> Bool) -> Int? {
        Seller.all.indices.map { ($0 + seller) % Seller.all.count }.first(where: isFit)
    }
}
