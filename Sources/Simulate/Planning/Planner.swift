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
        live(&plan, born: calendar.birth(of: order))
    }

    /// Draws who sends what where, and what is to go wrong.
    private func begin(_ order: UInt32, _ plan: inout Plan) {
        plan.begin(order, seed: seed)
        plan.destination = plan.dice.weighted(Destination.shares)
        plan.assign(seller: plan.dice.weighted(Seller.weights))
        if plan.isMandatory { plan.scenario = scenarios.draw(&plan.dice) }
        plan.carrier = carrier(of: plan.seller, at: calendar.birth(of: order), &plan.dice)
        switch plan.scenario {
        case .phoneWithTrunkZero where !Destination.all[plan.destination].hasTrunkZero:
            plan.destination =
                Destination.withTrunkZero[
                    plan.dice.below(Destination.withTrunkZero.count)]
        case .wrongCheckDigit:
            plan.assign(seller: plan.seller { Seller.all[$0].bound.contains(Carrier.yanwen) } ?? plan.seller)
            plan.carrier = Carrier.yanwen
        case .wrongFormat:
            plan.carrier = Carrier.cainiao
        case .providerNotCertified:
            plan.carrier = Carrier.uncertified
        case .providerNotBound:
            plan.carrier = Seller.all[plan.seller].neverBound
        default:
            plan.scansNameNumber = plan.scenario == nil && plan.isMandatory && plan.dice.chance(0.15)
        }
    }

    /// One of the carriers that the seller has bound by then; the first of them takes half.
    private func carrier(of seller: Int, at moment: Int64, _ dice: inout Dice) -> Int {
        let seller = (index: seller, it: Seller.all[seller])
        // A margin for the news of the binding to arrive.
        if let later = seller.it.boundLater, moment > calendar.binding(of: seller.index) + 2 * hour,
            dice.chance(0.2)
        {
            return later
        }
        return dice.chance(0.5) ? seller.it.bound[0] : seller.it.bound[dice.below(seller.it.bound.count)]
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
            live(&other, born: calendar.birth(of: order))
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
