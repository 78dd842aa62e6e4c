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
        let outlook: Outlook = state.orders.lend(slot) { order in
            self.outlook(of: order, at: now, in: state)
        }
        if let category = outlook.exemptible { state.exemptions.note(id, category.seller, category.name) }
        if outlook.alarm != outlook.oldAlarm {
            if let alarm = outlook.alarm { state.alarms.insert(Alarm(at: alarm, slot: UInt32(slot))) }
            state.orders[slot].alarm = outlook.alarm
        }
        if outlook.isOver { state.finished.append(id) }
    }

    /// What may still come to an order.
    private struct Outlook {
        let alarm: Instant?
        let oldAlarm: Instant?
        /// Whose and which category, where a request for it would concern the order.
        let exemptible: (seller: Name, name: Name)?
        let isOver: Bool
    }

    private func outlook(
        of order: borrowing OrderState, at now: Instant, in state: borrowing GateState
    ) -> Outlook {
        let policy = policies.policy(for: order)
        var exemptible: (seller: Name, name: Name)?
        if let declared = order.terms,
            policy.book.rules.categories.mayBeExempted(declared, names: state.names)
        {
            exemptible = (order.seller, declared.category)
        }
        let applicability = Applicability(of: order, under: policy.book, in: state)
        let alarm = policy.clock.nextAlarm(order, applicability, after: now)
        return Outlook(
            alarm: alarm, oldAlarm: order.alarm, exemptible: exemptible,
            isOver: order.isFinished && alarm == nil)
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
