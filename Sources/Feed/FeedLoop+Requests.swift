import EventLog
import Vocabulary
import Wire
import ZeroMQ

/// One request after the other.
extension FeedLoop {
    func take(_ message: borrowing Multipart) {
        let peer = peers.sender(of: message)
        guard message.count > 1 else { return }
        // A REQ sends a delimiter before its frames.
        let start = message.byteCount(at: 1) == 0 ? 2 : 1
        let hasCorrelation =
            message.count > start + 1 && message.byteCount(at: start + 1) <= FeedLimits.correlationBytes
        let address = Address(
            peer: peer, hasDelimiter: start == 2,
            correlation: hasCorrelation ? message.copied(at: start + 1) : [])
        peer.unanswered += 1
        do throws(FeedProblem) {
            guard peer.unanswered <= FeedLimits.unanswered else { throw .busy }
            let request = try read(message, start)
            counted.requests[request.verb, default: 0] += 1
            try serve(request, at: address, cost: message.byteCount)
        } catch {
            refuse(address, error)
        }
    }

    private func read(_ message: borrowing Multipart, _ start: Int) throws(FeedProblem) -> FeedRequest {
        guard message.count > start else { throw .tooFewFrames }
        let verb = String(decoding: message.copied(at: start), as: UTF8.self)
        guard verb.hasPrefix("firstmile/1 ") else { throw .version }
        guard message.count <= start + 1 || message.byteCount(at: start + 1) <= FeedLimits.correlationBytes
        else { throw .correlation }
        guard !message.isTruncated, message.count <= start + 4 else { throw .tooLarge }
        let name = String(verb.dropFirst("firstmile/1 ".count))
        guard message.count == start + 4 else { return try unsafe reader.read(verb: name, nil) }
        guard message.copied(at: start + 2) == Array(FeedRequest.contentType.utf8) else {
            throw .unknownContentType
        }
        return try unsafe message.withUnsafeBytes(at: start + 3) { (bytes) throws(FeedProblem) in
            try unsafe reader.read(verb: name, bytes)
        }
    }

    private func serve(_ request: FeedRequest, at address: Address, cost: Int) throws(FeedProblem) {
        switch request {
        case .ping:
            var out = JSONObjectText()
            out.text("version", version)
            out.number("next", log.durable)
            reply(address, "firstmile/1 PONG", out.end())
        case .fetch(let request): begin(try fetch(request, at: address, cost: cost))
        case .commit(let consumer, let position, let member):
            try checkEnd(position.rawValue)
            let done = try book.commit(consumer, position.rawValue, by: member, at: now, time: time)
            promiseCommitted(consumer, done.position, rejoin: done.rejoin, address)
        case .reset(let consumer, let point):
            let position: UInt64
            switch point {
            case .position(let wanted):
                try checkEnd(wanted.rawValue)
                position = wanted.rawValue
            case .time(let time): position = try self.position(atTime: time)
            case .end: position = log.durable
            }
            try book.reset(consumer, to: position, time: time)
            promiseCommitted(consumer, position, rejoin: false, address)
        case .forget(let consumer):
            let existed = book.forget(consumer)
            for (_, address) in joining.removeValue(forKey: consumer) ?? [] {
                refuse(address, .unavailable("\(consumer) was forgotten meanwhile"))
            }
            var out = JSONObjectText()
            out.text("consumer", consumer)
            out.truth("existed", existed)
            promise(address, "firstmile/1 FORGOTTEN", out.end())
        case .consumers: try list(address)
        case .join(let consumer, let member, let lease):
            let isIn = try book.join(
                member, consumer, leaseMilliseconds: lease, at: now, time: time)
            if isIn, let share = book.share(of: member, consumer) {
                promise(address, "firstmile/1 JOINED", share.json)
            } else {
                wait(member, consumer, address)
            }
        case .leave(let consumer, let member):
            book.leave(member, consumer)
            stopWaiting(member, consumer)
            var out = JSONObjectText()
            out.text("consumer", consumer)
            out.text("member", member)
            reply(address, "firstmile/1 LEFT", out.end())
        }
    }

    /// A member that asks again does so by another connection, or has given up the first request.
    private func wait(_ member: String, _ consumer: String, _ address: Address) {
        let before = joining[consumer]?.first { $0.member == member }?.address
        if let before, before.peer === address.peer, before.correlation == address.correlation {
            // The same question once more: one answer is enough.
            before.peer.unanswered -= 1
            joining[consumer]?.removeAll { $0.member == member }
        } else {
            stopWaiting(member, consumer)
        }
        joining[consumer, default: []].append((member, address))
    }

    private func stopWaiting(_ member: String, _ consumer: String) {
        for waiting in joining[consumer] ?? [] where waiting.member == member {
            refuse(waiting.address, .unavailable("\(member) asked for something else meanwhile"))
        }
        joining[consumer]?.removeAll { $0.member == member }
    }

    private func promiseCommitted(_ consumer: String, _ position: UInt64, rejoin: Bool, _ address: Address) {
        var out = JSONObjectText()
        out.text("consumer", consumer)
        out.number("position", position)
        if rejoin { out.truth("rejoin", true) }
        promise(address, "firstmile/1 COMMITTED", out.end())
    }

    // MARK: Fetching

    private func fetch(
        _ request: FetchRequest, at address: Address, cost: Int
    ) throws(FeedProblem) -> Fetch {
        var share: (slots: UInt64, done: [UInt64])?
        var patience = Int64(request.waitMilliseconds)
        var begin: UInt64 = 0
        if let group = request.group {
            let slots = try book.renew(group.member, of: group.consumer, at: now)
            let record = book.records[group.consumer] ?? ConsumerRecord(position: 0)
            share = (slots, record.slots)
            begin = record.position(of: slots)
            // So that waiting for events does not cost the share.
            let lease = book.groups[group.consumer]?.members[group.member.name]?.leaseMilliseconds ?? 0
            patience = min(patience, Int64(lease / 3))
        }
        switch request.from {
        case .position(let position): begin = position.rawValue
        case .time(let time): begin = try position(atTime: time)
        case .consumer(let name): begin = book.position(of: name)
        case nil: break
        }
        try checkEnd(begin)
        do {
            let oldest = try fetcher.oldest()
            if begin < oldest { throw FeedProblem.gone(begin, oldest) }
        } catch let problem as FeedProblem {
            throw problem
        } catch {
            throw .unavailable("the log cannot be read: \(error)")
        }
        return Fetch(request, at: address, from: begin, share: share, deadline: now + patience, cost: cost)
    }

    private func position(atTime time: Instant) throws(FeedProblem) -> UInt64 {
        do {
            return try fetcher.position(atTime: time.nanoseconds, durable: log.durable)
        } catch {
            throw .unavailable("the log cannot be read: \(error)")
        }
    }

    private func checkEnd(_ position: UInt64) throws(FeedProblem) {
        let end = log.durable
        guard position <= end else { throw .ahead(position, end) }
    }

    // MARK: Listing

    private func list(_ address: Address) throws(FeedProblem) {
        let end = log.durable
        var standings: [String] = []
        for (name, record) in book.records.sorted(by: { $0.key < $1.key }) {
            let position = record.position
            var age: Int64 = 0
            do {
                if let recorded = try fetcher.recordedTime(at: position, durable: end) {
                    age = max(0, time - recorded)
                }
            } catch {
                throw .unavailable("the log cannot be read at \(position): \(error)")
            }
            let members = book.groups[name]?.members.sorted { $0.key < $1.key } ?? []
            standings.append(
                ConsumerStanding(
                    consumer: name, position: Position(position),
                    lagEvents: end > position ? end - position : 0,
                    lagMilliseconds: age / 1_000_000, committedAt: Instant(nanoseconds: record.committedAt),
                    generation: record.generation,
                    members: members.map {
                        ConsumerStanding.Member(name: $0.key, slots: $0.value.slots.nonzeroBitCount)
                    }
                ).json)
        }
        var out = JSONObjectText()
        out.number("end", end)
        out.raw("consumers", "[\(standings.joined(separator: ","))]")
        reply(address, "firstmile/1 CONSUMERS", out.end())
    }
}
