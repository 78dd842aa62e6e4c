/// Sending one thing, with what may go wrong on the way.
extension Simulator {
    /// Writes an order's event, and now and then something broken behind it; it may be delivered again later.
    mutating func write(_ place: Int, of plan: Plan, to stream: inout [UInt8], truth: inout [UInt8]) {
        let step = plan.steps[place]
        var dice = Dice(seed: options.seed, .sending, UInt64(plan.order) << 8 | UInt64(place))
        let sequence = number(events.publisher(of: step.saying, in: plan), &dice, telling: &truth)
        let start = stream.count
        events.write(step, at: place, of: plan, sequence: sequence, to: &stream)
        summary.events += 1
        if dice.chance(options.rates.redelivered) {
            let arrival = step.arrival + dice.between(50, 10 * minute)
            mailbox.post(.again(Array(stream[start...])), at: step.time, arriving: arrival)
        }
        if dice.chance(options.rates.malformed) {
            let malformation = Malformation.allCases[dice.below(Malformation.allCases.count)]
            events.write(malformation, after: step, at: place, of: plan, to: &stream)
            let source =
                malformation == .conflict
                ? Publisher.sources[events.publisher(of: step.saying, in: plan).index]
                : Array(Publisher.broken.description.utf8)
            truths.writeRefusal(malformation, from: source, id: (plan.order, place), by: events, to: &truth)
            summary.events += 1
            summary.refused += 1
        }
    }

    /// The publisher's next number. Its very first is never skipped: nobody could notice.
    private mutating func number(
        _ publisher: Publisher, _ dice: inout Dice, telling truth: inout [UInt8]
    ) -> UInt64 {
        let last = sequences[publisher.index]
        var skipped: UInt64 = 0
        if dice.chance(options.rates.publisherGap), last > 0 {
            skipped = UInt64(dice.between(1, 3))
            truths.writeGap(of: publisher, from: last + 1, to: last + skipped, to: &truth)
            summary.publisherGaps += 1
        }
        sequences[publisher.index] = last + skipped + 1
        return last + skipped + 1
    }

    /// Bindings come before everything else, except the late ones.
    mutating func postBindings() {
        let start = planner.calendar.start
        for (index, seller) in Seller.all.enumerated() {
            var dice = Dice(seed: options.seed, .binding, UInt64(index))
            for carrier in seller.bound {
                let time = start - dice.between(30 * 24 * hour, 60 * 24 * hour)
                mailbox.post(.binding(seller: index, carrier: carrier), at: time, arriving: start - 1)
            }
            if let carrier = seller.boundLater {
                let time = planner.calendar.binding(of: index)
                mailbox.post(
                    .binding(seller: index, carrier: carrier), at: time, arriving: time + dice.platformDelay()
                )
            }
        }
    }

    mutating func deliverLetter(to stream: inout [UInt8], truth: inout [UInt8]) {
        guard let letter = mailbox.take() else { return }
        summary.events += 1
        switch letter.content {
        case .again(let line):
            stream.append(contentsOf: line)
            summary.duplicates += 1
        case .binding(let seller, let carrier):
            var dice = Dice(
                seed: options.seed, .binding, UInt64(seller * Carrier.all.count + carrier) + 1 << 32)
            let sequence = number(.platform, &dice, telling: &truth)
            events.writeBinding(
                seller: seller, carrier: carrier, at: letter.time, sequence: sequence, to: &stream)
        }
    }
}

extension EventWriter {
    func writeBinding(
        seller: Int, carrier: Int, at time: Int64, sequence: UInt64, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"specversion\":\"1.0\",\"id\":\"")
        bytes.append(Seller.all[seller].id)
        bytes.append("-binds-")
        bytes.append(Carrier.all[carrier].id)
        bytes.append("-")
        numbers.appendTag(to: &bytes)
        bytes.append("\",\"source\":\"")
        bytes.append(contentsOf: Publisher.sources[Publisher.platform.index])
        bytes.append("\",\"type\":\"firstmile.provider-bound.v1\",\"time\":\"")
        bytes.append(time: time)
        bytes.append("\",\"datacontenttype\":\"application/json\",\"sequence\":\"")
        bytes.append(sequence, width: 12)
        bytes.append("\",\"data\":{")
        bytes.append("sellerId", Seller.all[seller].id, first: true)
        bytes.append("provider", Carrier.all[carrier].id)
        bytes.append("}}\n")
    }
}
