import EventLog

/// Damages a copy of the log at rest, and holds the log to saying so with the place, changing nothing.
struct DamageCheck {
    private let disk: SimulatedDisk
    /// What the log held before.
    private let entries: [Entry]
    private let tell: (String) -> Void

    init(_ disk: SimulatedDisk, _ check: LogCheck, tell: @escaping (String) -> Void) {
        self.disk = disk.clone()
        entries = check.entries
        self.tell = tell
    }

    /// Where damage was done, and where it must be found.
    private struct Wound {
        var file: String
        var range: Range<Int>
        /// Only the chain of frames shows it: readers of single frames may miss it.
        var isSubtle = false
        var how = ""
    }

    func damageSomething(_ dice: inout Dice) throws {
        let names = disk.files.keys.filter { $0.hasSuffix(".segment") }.sorted()
        guard !names.isEmpty else { return }
        let name = dice.pick(names)
        guard let inode = disk.inode(name), !disk.files.keys.contains(packedName(name)) else { return }
        let map = FrameMap(inode.bytes)
        if name != names.last, dice.chance(0.1) {
            disk.lose(name)
            tell("damage: \(name) is lost")
            return try expectRefusal(Wound(file: name, range: 0..<0))
        }
        let isNewest = name == names.last
        let next = names.first { $0 > name }.flatMap { disk.inode($0) }
        let proven = map.provenEnd(isFollowed: next.map { !FrameMap($0.bytes).frames.isEmpty } ?? false)
        guard proven > FrameMap.headerBytes || !isNewest else { return }
        let wound = wound(inode, name, map, proven, &dice)
        guard let wound else { return }
        tell("damage: \(name), \(wound.range), isSubtle: \(wound.isSubtle)")
        try expectRefusal(wound)
    }

    private func packedName(_ name: String) -> String { name.replacing(".segment", with: ".packed") }

    private func wound(
        _ inode: Inode, _ name: String, _ map: FrameMap, _ proven: Int, _ dice: inout Dice
    ) -> Wound? {
        let followed = map.frames.dropLast().filter { $0.kind == 1 }
        switch dice.below(5) {
        case 0:
            guard let frame = followed.randomElement(using: &dice),
                let next = map.frames.first(where: { $0.range.lowerBound == frame.range.upperBound })
            else { return nil }
            inode.corrupt { FrameMap.forge(&$0, frame) }
            return Wound(file: name, range: next.range, isSubtle: true)
        case 1:
            guard let from = followed.randomElement(using: &dice),
                let to = followed.randomElement(using: &dice),
                from.range != to.range
            else { return nil }
            let count = min(from.range.count, to.range.count)
            inode.corrupt { bytes in
                let copy = Array(bytes[from.range.lowerBound..<(from.range.lowerBound + count)])
                bytes.replaceSubrange(to.range.lowerBound..<(to.range.lowerBound + count), with: copy)
            }
            return Wound(file: name, range: to.range, how: "copy \(from.range)")
        default:
            let offset = dice.below(proven)
            guard dice.chance(0.8) else {
                let end = min(proven, offset + dice.within(1...64))
                guard inode.bytes[offset..<end].contains(where: { $0 != 0 }) else { return nil }
                let first =
                    offset + (inode.bytes[offset..<end].firstIndex { $0 != 0 }.map { $0 - offset } ?? 0)
                inode.corrupt { for place in offset..<end { $0[place] = 0 } }
                return Wound(
                    file: name, range: map.frame(at: first)?.range ?? 0..<FrameMap.headerBytes,
                    how: "zeros at \(offset)")
            }
            inode.corrupt { $0[offset] ^= UInt8(1) << UInt8(dice.below(8)) }
            return Wound(
                file: name, range: map.frame(at: offset)?.range ?? 0..<FrameMap.headerBytes,
                how: "bit at \(offset)")
        }
    }

    private func expectRefusal(_ wound: Wound) throws {
        let before = disk.files
        let report = try LogVerifier(disk).verify()
        guard !report.damages.isEmpty else {
            throw Violation(
                "the verifier finds damage", "\(wound) in \(before[wound.file]?.count ?? 0) bytes")
        }
        guard report.damages.contains(where: { isThere($0, wound) }) else {
            throw Violation("damage is told with its place", "\(wound): \(report.damages)")
        }
        guard disk.files == before else { throw Violation("the verifier changes nothing") }
        var isOpen = false
        do {
            var options = LogOptions()
            options.commitsInline = true
            options.preparedBytes = 0
            options.packsSealed = false
            let log = try EventLog.open(disk, options: options)
            isOpen = true
            let found = try LogCheck.read(disk, upTo: log.next)
            guard wound.isSubtle || found.prefix(entries.count).elementsEqual(entries) else {
                throw Violation("damaged records are not read", "\(wound)")
            }
            guard log.next >= UInt64(entries.count) else {
                throw Violation(
                    "damage is refused, never cut off", "\(wound): \(log.next) of \(entries.count) are left")
            }
        } catch let error as LogError {
            guard error.isDamage else { throw Violation("damage is called damage", "\(wound): \(error)") }
            // A log that could be opened marks its end, wherever the damage is that is met on reading; and a segment
            // that nothing was ever written to is taken back before the one before it is read.
            for (name, bytes) in before where disk.files[name] != bytes {
                guard isOpen && name != wound.file || FrameMap(bytes).frames.isEmpty else {
                    throw Violation("a damaged log is not changed", "\(wound): \(name)")
                }
            }
        }
    }

    private func isThere(_ error: LogError, _ wound: Wound) -> Bool {
        if case .missingSegment(let file, _) = error { return file == "log/\(wound.file)" }
        guard case .damaged(let place, _) = error else { return false }
        return place.file == "log/\(wound.file)"
            && (wound.range.isEmpty || wound.range.contains(place.offset))
    }
}
