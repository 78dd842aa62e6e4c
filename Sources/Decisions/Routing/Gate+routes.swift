import Vocabulary

extension Gate {
    /// Decides the route where a number was just accepted, or where the declaration in effect just came (R37). A route
    /// said from outside stands.
    ///
    /// - Returns: the line by which the order goes after all this; nil where it has none.
    func route(
        _ order: borrowing OrderState, _ judgement: borrowing Judgement, after recorded: Recorded,
        _ state: borrowing GateState, _ claimed: inout Claimed, _ decisions: inout [Decision]
    ) -> LineID? {
        let line = order.place.line
        let standing = line == .none ? nil : LineID(state.names[line])
        guard let bound = judgement.bound, !order.isRoutedFromOutside else { return standing }
        let isRedeclared = order.terms?.position == recorded.position
        guard bound.key != order.standing.number || isRedeclared else { return standing }
        let moment = judgement.settledAt(order) ?? bound.time
        guard
            let route = policies[at: moment].router.route(
                order, bound: bound, at: moment, in: state, claimed: claimed)
        else { return standing }
        let isNews =
            standing != route.line || state.names[order.place.hub] != route.hub
            || bound.key != order.standing.number
        if isNews {
            decisions.append(
                Decision(.routed(route), at: moment, because: recorded.position))
            claimed.take(route, on: CalendarDay(shanghai: moment))
        }
        return route.line
    }
}

/// What the decisions of one fact have given away already: a binding can free many orders at once, and the state
/// learns of it only when they are folded.
struct Claimed {
    /// False where one order is decided on: nobody is there to ask.
    let isKept: Bool
    private var lines: [Place: Int32] = [:]
    private var hubs: [Place: Int32] = [:]
    private var ordinals: [Name: Int32] = [:]

    init(isKept: Bool) { self.isKept = isKept }

    /// Which of its seller's accepted orders it is, from 1 on: the one it has, or the next (R33). 0: it is none.
    mutating func ordinal(
        of order: borrowing OrderState, _ judgement: borrowing Judgement, in state: borrowing GateState
    ) -> Int32 {
        if order.ordinal > 0 { return order.ordinal }
        guard judgement.status == .compliant else { return 0 }
        let next = (state.acceptedOrders[order.seller] ?? 0) + (ordinals[order.seller] ?? 0) + 1
        if isKept { ordinals[order.seller, default: 0] += 1 }
        return next
    }

    mutating func take(_ route: Routed, on day: CalendarDay) {
        guard isKept else { return }
        lines[Place(name: route.line.token, day: day), default: 0] += 1
        hubs[Place(name: route.hub, day: day), default: 0] += 1
    }

    func onLine(_ line: LineID, _ day: CalendarDay) -> Int32 {
        isKept ? lines[Place(name: line.token, day: day)] ?? 0 : 0
    }

    func overHub(_ hub: Token, _ day: CalendarDay) -> Int32 {
        isKept ? hubs[Place(name: hub, day: day)] ?? 0 : 0
    }

    private struct Place: Hashable {
        var name: Token
        var day: CalendarDay
    }
}
