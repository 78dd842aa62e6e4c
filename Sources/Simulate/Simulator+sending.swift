/// Sending one thing, with what may go wrong on the way.
extension Simulator {
    /// Writes an order's event, and now and then something broken behind it; it may be delivered again later.
    mutating func write(_ place: Int, of plan: Plan, to stream: inout [UInt8], truth: inout [UInt8]) {
        let step = plan.steps[place]
        var dice = Dice(seed: options.seed, .sending, UInt64(plan.order) << 8 | UInt64(place))
        let sequence = number(events.publisher(of: step.saying, in: plan), &dice, telling: &truth)
        let start = stream.count
        events.write(
            step, at: place, of: plan, fee: plan.fee(ordinal: ordinals[plan.order].map(Int.init)),
            sequence: sequence, to: &stream)
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
            truths.writeRefusal(malformation, from: source, id: (plan.order, place), to: &truth)
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

    /// Most comes before everything else; some bindings and a request for a category come in the course of the days.
    mutating func postNotices() {
        let start = planner.calendar.start
        for pair in onboardings {
            var dice = Dice(
                seed: options.seed, .binding, UInt64(pair.seller * Carrier.all.count + pair.carrier))
            let delay = dice.platformDelay()
            for (number, said) in pair.notices(&dice).enumerated() {
                mailbox.post(
                    .notice(said.notice, number, pair), at: said.time,
                    arriving: max(start - 1, said.time + delay))
            }
        }
        for (seller, request) in planner.requests.enumerated() {
            guard let request else { continue }
            mailbox.post(
                .request(request, seller: seller, isDecision: false), at: request.filedAt,
                arriving: request.filedNews)
            guard request.story != .undecided else { continue }
            mailbox.post(
                .request(request, seller: seller, isDecision: true), at: request.decidedAt,
                arriving: request.decidedNews)
        }
    }

    mutating func deliverLetter(to stream: inout [UInt8], truth: inout [UInt8]) {
        guard let letter = mailbox.take() else { return }
        summary.events += 1
        letters += 1
        var dice = Dice(seed: options.seed, .sending, letters | 1 << 48)
        switch letter.content {
        case .again(let line):
            stream.append(contentsOf: line)
            summary.duplicates += 1
        case .notice(let notice, let place, let pair):
            let sequence = number(.platform, &dice, telling: &truth)
            events.write(notice, place, of: pair, at: letter.time, sequence: sequence, to: &stream)
        case .request(let request, let seller, let isDecision):
            let publisher = EventWriter.publisher(of: seller, isDecision: isDecision)
            let sequence = number(publisher, &dice, telling: &truth)
            events.write(request, of: seller, isDecision: isDecision, sequence: sequence, to: &stream)
        }
    }
}
