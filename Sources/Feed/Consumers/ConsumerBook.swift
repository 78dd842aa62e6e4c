import Vocabulary
import Wire

/// All named consumers and their groups, in memory, and what of them is not on disk yet.
final class ConsumerBook {
    private(set) var records: [String: ConsumerRecord]
    private(set) var groups: [String: Group] = [:]
    private var dirty: Set<String> = []

    init(_ stored: [String: ConsumerRecord]) { records = stored }

    // MARK: Positions

    /// Where a consumer goes on; 0 for one that never committed.
    func position(of consumer: String) -> UInt64 { records[consumer]?.position ?? 0 }

    /// Stores that everything before a position is done.
    ///
    /// - Returns: what is stored now, and whether the group is about to be shared out anew.
    func commit(
        _ consumer: String, _ position: UInt64, by member: GroupMember?, at now: Int64, time: Int64
    ) throws(FeedProblem) -> (position: UInt64, rejoin: Bool) {
        guard let member else {
            if let group = groups[consumer], !group.members.isEmpty { throw .hasMembers(consumer) }
            try change(consumer) { record in
                record.commit(position, of: Slots.all)
                record.committedAt = time
            }
            return (self.position(of: consumer), false)
        }
        let share = try renew(member, of: consumer, at: now)
        try change(consumer) { record in
            record.commit(position, of: share)
            record.committedAt = time
        }
        return (records[consumer]?.position(of: share) ?? 0, groups[consumer]?.isPreparing ?? false)
    }

    func reset(_ consumer: String, to position: UInt64, time: Int64) throws(FeedProblem) {
        groups[consumer]?.dismiss()
        let generation = groups[consumer]?.generation
        try change(consumer) { record in
            record.slots = ConsumerRecord(position: position).slots
            record.generation = generation ?? record.generation
            record.committedAt = time
        }
    }

    func forget(_ consumer: String) -> Bool {
        groups[consumer] = nil
        guard records.removeValue(forKey: consumer) != nil else { return false }
        dirty.insert(consumer)
        return true
    }

    private func change(_ consumer: String, _ body: (inout ConsumerRecord) -> Void) throws(FeedProblem) {
        if records[consumer] == nil, records.count >= FeedLimits.consumers {
            throw .tooMany("there are \(FeedLimits.consumers) consumers", fix: "forget one that is not used")
        }
        var record = records[consumer] ?? ConsumerRecord(position: 0)
        body(&record)
        records[consumer] = record
        dirty.insert(consumer)
    }

    // MARK: Groups

    /// Whether the member has its share; if not, it gets one with the next generation.
    func join(
        _ name: String, _ consumer: String, leaseMilliseconds: Int, at now: Int64, time: Int64
    ) throws(FeedProblem) -> Bool {
        var group = groups[consumer] ?? Group(generation: records[consumer]?.generation ?? 0)
        if group.members[name] == nil, group.isFull {
            throw .tooMany(
                "\(consumer) has \(FeedLimits.members) members", fix: "read with those that there are")
        }
        if records[consumer] == nil { try change(consumer) { $0.committedAt = time } }
        let isIn = group.join(name, leaseMilliseconds: leaseMilliseconds, at: now)
        groups[consumer] = group
        return isIn
    }

    func leave(_ name: String, _ consumer: String) { groups[consumer]?.leave(name) }

    /// Renews a member's lease and gives its slots.
    func renew(_ member: GroupMember, of consumer: String, at now: Int64) throws(FeedProblem) -> UInt64 {
        guard
            let share = groups[consumer]?.renew(member.name, generation: member.generation, at: now)?.slots
        else { throw .notAMember(member, consumer) }
        return share
    }

    /// Lets go of members whose lease is over, and begins new generations where all are ready.
    ///
    /// - Returns: groups that are about to be shared out anew, and those that just were.
    func settle(at now: Int64) -> (preparing: [String], dealt: [String]) {
        var (preparing, dealt): ([String], [String]) = ([], [])
        for consumer in groups.keys.sorted() {
            guard var group = groups[consumer] else { continue }
            group.expire(at: now)
            if group.deal(at: now) {
                dealt.append(consumer)
                let generation = group.generation
                if var record = records[consumer] {
                    record.generation = generation
                    records[consumer] = record
                    dirty.insert(consumer)
                }
            } else if group.isPreparing {
                preparing.append(consumer)
            }
            // Its last generation is kept with its position.
            groups[consumer] = group.members.isEmpty ? nil : group
        }
        return (preparing, dealt)
    }

    func share(of name: String, _ consumer: String) -> GroupShare? {
        guard let group = groups[consumer], let member = group.members[name], member.generation > 0,
            let record = records[consumer]
        else { return nil }
        return GroupShare(
            consumer: consumer, member: GroupMember(name: name, generation: member.generation),
            slots: member.slots.nonzeroBitCount, members: group.members.count,
            position: Position(record.position(of: member.slots)),
            leaseMilliseconds: member.leaseMilliseconds)
    }

    // MARK: Storing

    var isDirty: Bool { !dirty.isEmpty }

    /// What is to be written down.
    func takeChanges() -> [ConsumerStore.Change] {
        defer { dirty = [] }
        return dirty.sorted().map { ($0, records[$0]) }
    }

    /// They could not be.
    func notStored(_ changes: [String]) { dirty.formUnion(changes) }
}
