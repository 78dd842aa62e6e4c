import Rulebook
import Vocabulary

/// Chooses hub and line for an accepted number under one rulebook (R37).
final class Router {
    private let lines: [LineReference]
    private let rules: RoutingRules
    private let fees: FeeSchedule

    init(_ book: RulebookReference, fees: FeeSchedule) {
        lines = book.lines
        rules = book.rules.routing
        self.fees = fees
    }

    /// What is asked of every line.
    struct Question {
        var parcel: Parcel
        /// Nil where no weight was declared: cost then decides nothing.
        var consignment: Consignment?
        /// Whose the accepted number is.
        var provider: ProviderID
        var seller: Name
        var moment: Instant
        var day: CalendarDay
        /// The place the order has already: to itself it is never full.
        var own: RoutePlace
    }

    /// Nil where no line can take the parcel: then there is no route, and ``Line/refusal(of:)`` says why.
    ///
    /// - Parameter claimed: places given to other orders by the decisions of this very fact.
    func route(
        _ order: borrowing OrderState, bound: Move, at moment: Instant, in world: borrowing GateState,
        claimed: Claimed
    ) -> Routed? {
        guard let declaration = order.terms else { return nil }
        let question = Question(
            parcel: Parcel(declaration),
            consignment: declaration.weight.map { Consignment(declaration, weight: $0) },
            provider: ProviderID(world.names[bound.provider]), seller: bound.seller, moment: moment,
            day: CalendarDay(shanghai: moment), own: order.place)
        var considered: [ConsideredLine] = []
        considered.reserveCapacity(lines.count)
        for line in lines { considered.append(consider(line, question, world, claimed)) }
        guard let chosen = choose(among: considered, named: LineID(world.names[declaration.line])) else {
            return nil
        }
        let options = considered.filter { $0.outcome == .possible }.map(\.line)
        considered[chosen.index].outcome = chosen.outcome
        guard let hub = considered[chosen.index].hub else { return nil }
        var routed = Routed(orderID: order.id, hub: hub, line: considered[chosen.index].line)
        routed.sellerID = SellerID(world.names[order.seller])
        routed.provider = question.provider
        routed.options = options
        routed.considered = considered
        return routed
    }

    private func consider(
        _ listed: LineReference, _ it: Question, _ world: borrowing GateState, _ claimed: Claimed
    ) -> ConsideredLine {
        var seen = ConsideredLine(line: listed.line.id, outcome: .possible)
        seen.days = listed.line.transitDays[it.parcel.country]
        if let consignment = it.consignment {
            seen.cost = fees.freight(consignment, card: listed.line.rateCard, at: it.moment)?.total
        }
        if let refusal = listed.line.refusal(of: it.parcel) {
            seen.outcome = refusal
        } else if listed.line.provider != it.provider {
            let isReady = world.isReady(
                listed.line.provider, for: it.seller, at: it.moment, listed: listed.certifications)
            seen.outcome = isReady ? .otherProvider : .providerNotReady
        } else if !fees.hasCard(listed.line.rateCard, at: it.moment) {
            seen.outcome = .noRate
        } else if let hub = room(on: listed, it, world, claimed) {
            seen.hub = hub
        } else {
            seen.outcome = .full
        }
        return seen
    }

    /// The first hub that has room; nil where the line or all its hubs are full that day.
    private func room(
        on listed: LineReference, _ it: Question, _ world: borrowing GateState, _ claimed: Claimed
    ) -> Token? {
        let isOwnDay = it.own.day == it.day.number
        if let capacity = listed.line.capacityPerDay {
            let name = world.names.find(listed.line.id.token)
            let load = world.loads.onLine(name, it.day) + claimed.onLine(listed.line.id, it.day)
            if load >= capacity, !(isOwnDay && it.own.line == name) { return nil }
        }
        for hub in listed.line.hubs {
            guard let capacity = hub.capacityPerDay else { return hub.id }
            let name = world.names.find(hub.id)
            let load = world.loads.overHub(name, it.day) + claimed.overHub(hub.id, it.day)
            if load < capacity || (isOwnDay && it.own.hub == name) { return hub.id }
        }
        return nil
    }

    /// The named line where the rulebook prefers it; else the least of cost and days by their weights, each as a
    /// multiple of the best, the earlier in the file of equals.
    private func choose(
        among considered: [ConsideredLine], named: LineID
    ) -> (index: Int, outcome: ConsideredLine.Outcome)? {
        let possible = considered.indices.filter { considered[$0].outcome == .possible }
        if rules.namedLine == .preferred,
            let index = possible.first(where: { considered[$0].line == named })
        {
            return (index, .named)
        }
        let cheapest = possible.compactMap { considered[$0].cost?.amount }.min() ?? 0
        let fastest = possible.compactMap { considered[$0].days }.min() ?? 0
        func score(_ index: Int) -> Int64 {
            let cost = (considered[index].cost?.amount ?? 0) * 10_000 / max(1, cheapest)
            let days = Int64(considered[index].days ?? 0) * 10_000 / Int64(max(1, fastest))
            return rules.costWeight * cost + rules.timeWeight * days
        }
        return possible.min { score($0) < score($1) }.map { ($0, .best) }
    }
}

extension GateState {
    /// Whether the provider is certified and the seller has bound it then (R7, R8).
    fileprivate borrowing func isReady(
        _ provider: ProviderID, for seller: Name, at moment: Instant, listed: [Validity]
    ) -> Bool {
        let name = names.find(provider.token)
        let certified =
            certifications[name]?.value(at: moment) ?? listed.contains { $0.contains(moment) }
        return certified && bindings[Self.pair(seller, name)]?.value(at: moment) == true
    }
}
