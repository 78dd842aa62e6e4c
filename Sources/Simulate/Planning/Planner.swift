/// Plans orders: who and where first, then the life.
struct Planner {
    let seed: UInt64
    let rates: Rates
    let calendar: OrderCalendar
    private let scenarios: ScenarioTable

    init(_ options: SimulationOptions) {
        seed = options.seed
        rates = options.rates
        calendar = OrderCalendar(options)
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
        if plan.isMandatory { plan.scenario = scenarios.draw(&plan.dice) }
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
            .earlierHandoverLater,
            .deliveredBeforeHandover, .impossibleTimes, .declarationArrivesLate:
            break
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
        let isGulf = Destination.all[plan.destination].isGulf
        return isGulf && !Carrier.all[drawn].servesGulf ? Carrier.cainiao : drawn
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
            let needed = other.steps.filter { step in
                switch step.saying {
                case .declared, .uploaded: true
                case .handedOver, .voided, .scanned, .delivered, .lost, .complained, .judged: false
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
