import Vocabulary

extension GateState {
    /// The order takes its place on a line, and gives back the one it had. Of routes said from outside the latest
    /// counts; ours give way to them (R37).
    mutating func route(_ it: Routed, _ recorded: Recorded) {
        let time = recorded.event.time
        let slot = orders.findOrInsert(it.orderID)
        let said = orders[slot].routedFromOutsideAt
        switch recorded.origin {
        case .fact:
            if let said, said > time { return }
            orders[slot].routedFromOutsideAt = time
        case .decision:
            if said != nil { return }
        }
        loads.add(-1, orders[slot].place)
        orders[slot].place = RoutePlace(
            line: names.intern(it.line.token), hub: names.intern(it.hub),
            day: CalendarDay(shanghai: time).number)
        loads.add(1, orders[slot].place)
    }
}
