import Vocabulary

/// How a journey's end is told.
enum Delivery: Equatable {
    /// By the rates: delivered, lost, or never heard of again.
    case byChance
    case certain
    /// Certain, and stamped with this wrong time.
    case saidToBe(Int64)
}

extension Planner {
    /// Scans, delivery or loss, and complaints.
    ///
    /// - Parameter dispatched: when the number was accepted; the parcel waits for it.
    /// - Returns: when the last news of the delivery arrives; the handover where there was none.
    @discardableResult
    func planJourney(
        _ plan: inout Plan, _ course: Course, dispatched: Int64, delivery: Delivery = .byChance
    ) -> Int64 {
        let way = Destination.all[plan.destination]
        // The source's benchmark: 1.2 days from handover to the first physical scan.
        let network = max(
            course.handedOver + plan.dice.days(Self.daysToNetwork, spread: 0.45), dispatched + 20 * minute)
        let end = network + plan.dice.days(way.days - Self.daysToNetwork, spread: 0.22)
        let fate = plan.dice.fraction()
        let isFound = plan.scenario == .lostAndFound
        let isLost = delivery == .byChance && fate < rates.lost && !isFound
        let isDelivered =
            isFound || delivery != .byChance || (!isLost && fate < rates.lost + rates.delivered)

        let scans = Carrier.all[plan.carrier].scans
        let told =
            isFound
            ? scans.count - 2 : isDelivered ? scans.count : plan.dice.below(max(1, scans.count - 1)) + 1
        let missing =
            plan.dice.chance(rates.incompleteTrack) ? plan.dice.below(max(1, scans.count - 3)) + 2 : 0
        for index in 0..<min(told, scans.count) where missing == 0 || index != missing {
            let time = scanTime(scans[index].progress, &plan.dice, from: network, to: end, dispatched)
            plan.add(.scanned(UInt8(index)), at: time, arriving: time + plan.dice.carrierDelay())
        }
        if plan.dice.chance(rates.complained) {
            let time = course.handedOver + plan.dice.days(Double(plan.dice.between(4, 24)), spread: 0.1)
            plan.add(.complained, at: time, arriving: time + plan.dice.platformDelay())
        }
        if isLost {
            let time = course.handedOver + plan.dice.days(Double(plan.dice.between(22, 38)), spread: 0.05)
            plan.add(.lost, at: time, arriving: time + plan.dice.carrierDelay())
            plan.expected.open(.lost)
        }
        plan.expected.isUnfinished = !isDelivered && !isLost
        planBill(&plan, after: isFound ? end + 60 * 24 * hour : end)
        guard isDelivered else { return course.handedOver }
        var arrival = end + plan.dice.carrierDelay()
        var said: Int64
        switch delivery {
        case .byChance, .certain: said = end
        case .saidToBe(let wrong): said = wrong
        }
        if isFound {
            // Given up after some weeks; it turns up some days later.
            let given = end + plan.dice.days(Double(plan.dice.between(12, 20)), spread: 0.05)
            let news = given + plan.dice.carrierDelay()
            plan.add(.lost, at: given, arriving: news)
            plan.expected.resolve(.lost)
            said = given + plan.dice.days(3, spread: 0.2)
            arrival = max(news + 1_000, said + plan.dice.carrierDelay())
        }
        plan.add(.delivered, at: said, arriving: arrival)
        return arrival
    }

    private func scanTime(
        _ progress: Double, _ dice: inout Dice, from network: Int64, to end: Int64, _ dispatched: Int64
    ) -> Int64 {
        if progress < 0 { return dispatched + dice.between(2 * minute, 15 * minute) }
        if progress == 0 || progress == 1 { return progress == 0 ? network : end }
        let place = progress + (dice.fraction() - 0.5) * 0.02
        return network + Int64(place * Double(end - network))
    }

    /// The source's benchmark (R38's first physical scan), in days from the handover.
    static let daysToNetwork = 1.2
}

extension Dice {
    mutating func days(_ mean: Double, spread: Double) -> Int64 {
        Int64(logNormal(mean: mean * 86_400_000, spread: spread))
    }
}
