/// Those who share a consumer. Times are milliseconds of a clock that nobody sets.
///
/// Members come and go in generations: somebody new, or somebody missing, calls for a new one; it begins when all
/// members have said that they are done with the old one, or their leases are over. So no slot is in two hands, and
/// what was in work is committed before it changes hands.
struct Group {
    struct Member {
        var leaseMilliseconds: Int
        var expiresAt: Int64
        /// Its share of the slots.
        var slots: UInt64 = 0
        /// In which it got its share; 0: none yet.
        var generation: UInt64 = 0
        /// It waits for the next generation.
        var isReady = false
    }

    private(set) var generation: UInt64
    private(set) var members: [String: Member] = [:]
    /// A new generation was called for.
    private(set) var isPreparing = false

    /// - Parameter generation: the last that was, ever.
    init(generation: UInt64) { self.generation = generation }

    var isFull: Bool { members.count >= FeedLimits.members }

    /// Whether it needs nobody new, and the caller has its share already.
    mutating func join(_ name: String, leaseMilliseconds: Int, at now: Int64) -> Bool {
        var member =
            members[name] ?? Member(leaseMilliseconds: leaseMilliseconds, expiresAt: 0)
        member.leaseMilliseconds = leaseMilliseconds
        member.expiresAt = now + Int64(leaseMilliseconds)
        if member.generation != generation || member.generation == 0 { isPreparing = true }
        member.isReady = isPreparing
        members[name] = member
        return !isPreparing
    }

    /// Gives up its share.
    mutating func leave(_ name: String) {
        guard members.removeValue(forKey: name) != nil else { return }
        isPreparing = !members.isEmpty
    }

    /// Renews a lease; nil for who is no member, or one of an older generation.
    mutating func renew(_ name: String, generation: UInt64, at now: Int64) -> Member? {
        guard var member = members[name], member.generation == generation, generation == self.generation,
            generation > 0
        else { return nil }
        member.expiresAt = now + Int64(member.leaseMilliseconds)
        members[name] = member
        return member
    }

    /// Lets go of those whose lease is over. Who waits for the next generation keeps his.
    mutating func expire(at now: Int64) {
        let gone = members.filter { !$0.value.isReady && $0.value.expiresAt <= now }.keys
        for name in gone { leave(name) }
    }

    /// Nobody has a share any more; who waits for one still does.
    mutating func dismiss() {
        members = members.filter(\.value.isReady)
        generation += 1
        isPreparing = !members.isEmpty
    }

    /// When something ends by itself.
    var nextExpiry: Int64? { members.values.filter { !$0.isReady }.map(\.expiresAt).min() }

    /// Begins the new generation if all are ready for it.
    mutating func deal(at now: Int64) -> Bool {
        guard isPreparing, members.values.allSatisfy(\.isReady) else { return false }
        isPreparing = false
        generation += 1
        let shares = Self.shares(of: members.mapValues(\.slots))
        for (name, share) in shares {
            guard var member = members[name] else { continue }
            member.slots = share
            member.generation = generation
            member.isReady = false
            member.expiresAt = now + Int64(member.leaseMilliseconds)
            members[name] = member
        }
        return true
    }

    /// Equal shares; everybody keeps what he had as far as that goes.
    static func shares(of held: [String: UInt64]) -> [String: UInt64] {
        guard !held.isEmpty else { return [:] }
        // Who had most keeps one more where it does not come out even.
        let names = held.keys.sorted {
            let (one, other) = (held[$0, default: 0].nonzeroBitCount, held[$1, default: 0].nonzeroBitCount)
            return one == other ? $0 < $1 : one > other
        }
        var free = Slots.all
        var shares: [String: UInt64] = [:]
        let (least, more) = Slots.count.quotientAndRemainder(dividingBy: names.count)
        for (index, name) in names.enumerated() {
            let kept = Slots.numbers(in: held[name, default: 0] & free).prefix(least + (index < more ? 1 : 0))
            shares[name] = kept.reduce(0) { $0 | 1 << UInt64($1) }
            free &= ~shares[name, default: 0]
        }
        var rest = Slots.numbers(in: free)[...]
        for (index, name) in names.enumerated() {
            let missing =
                least + (index < more ? 1 : 0) - shares[name, default: 0].nonzeroBitCount
            for slot in rest.prefix(missing) { shares[name, default: 0] |= 1 << UInt64(slot) }
            rest = rest.dropFirst(missing)
        }
        return shares
    }
}
