import HeapModule
import Rulebook
public import Vocabulary

extension Gate {
    /// The next time the clock has something to say; nil while no deadline runs.
    public func nextAlarm(in state: borrowing GateState) -> Instant? { state.alarms.min?.at }

    /// Sets the clock for an order after something happened to it, and notes when nothing more can, and whether a
    /// request for its category would concern it.
    public func arm(_ id: OrderID, in state: inout GateState, at now: Instant) {
        guard let slot = state.orders.find(id) else { return }
        state.orders.move(slot, at: now.wholeSeconds)
        // Taken out once: every look into the table would count its arrays up and down.
        let order = state.orders[slot]
        let policy = policies.policy(for: order)
        if let declared = order.terms,
            policy.book.rules.categories.mayBeExempted(declared, names: state.names)
        {
            state.exemptions.note(id, order.seller, declared.category)
        }
        let applicability = Applicability(of: order, under: policy.book, in: state)
        let alarm = policy.clock.nextAlarm(order, applicability, after: now)
        if alarm != order.alarm {
            if let alarm { state.alarms.insert(Alarm(at: alarm, slot: UInt32(slot))) }
            state.orders[slot].alarm = alarm
        }
        if order.isFinished, alarm == nil { state.finished.append(id) }
    }

    /// Takes the next order whose alarm has rung by `now` and says what follows. False when none has.
    ///
    /// The caller records the decisions, folds them in and arms the order again.
    public func due(
        at now: Instant, in state: inout GateState, into decisions: inout [Decision]
    ) -> OrderID? {
        while let alarm = state.alarms.min, alarm.at <= now {
            state.alarms.removeMin()
            let slot = Int(alarm.slot)
            guard state.orders.alarm(slot) == alarm.at else { continue }
            state.orders[slot].alarm = nil
            let order = state.orders[slot]
            let policy = policies.policy(for: order)
            let applicability = Applicability(of: order, under: policy.book, in: state)
            policy.clock.due(order, applicability, names: state.names, at: now, into: &decisions)
            return order.id
        }
        return nil
    }
}

extension Instant {
    /// Seconds since 1970, rounded down; 0 before.
    var wholeSeconds: UInt32 { UInt32(clamping: milliseconds / 1000) }
}
