/// One file: what processes see, what is on the platter, and what lies between.
final class Inode {
    /// As processes see it: the system's memory over the disk.
    private(set) var bytes: [UInt8] = []
    /// What is on the disk for certain.
    private(set) var durable: [UInt8] = []
    /// Written, but not on the disk for certain; oldest first.
    private(set) var dirty: [(offset: Int, bytes: [UInt8])] = []
    /// Write-backs that failed. Whoever has the file open is told each of them once, at his next sync.
    private(set) var failures = 0

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        durable = bytes
    }

    func empty() {
        bytes = []
        durable = []
        dirty = []
    }

    func write(_ new: [UInt8], at offset: Int) {
        guard !new.isEmpty else { return }
        dirty.append((offset, new))
        Self.put(new[...], at: offset, into: &bytes)
    }

    func sync() {
        for write in dirty { Self.put(write.bytes[...], at: write.offset, into: &durable) }
        dirty = []
    }

    /// The disk refuses: some sectors arrive, the others are lost, though the system shows them as if they had and
    /// takes them for clean.
    func failToSync(_ dice: inout Dice, sectorBytes: Int) {
        durable = image(.sectors, &dice, sectorBytes: sectorBytes)
        dirty = []
        failures += 1
    }

    /// What a power failure leaves of the writes that were not synced.
    enum Loss: CaseIterable {
        case nothing, everything
        /// The disk worked in order and came so far.
        case suffix
        /// It worked in any order: each sector holds what it held at some moment since the last sync.
        case sectors
    }

    func loseBetween(_ loss: Loss, _ dice: inout Dice, sectorBytes: Int) {
        durable = image(loss, &dice, sectorBytes: sectorBytes)
        bytes = durable
        dirty = []
    }

    private func image(_ loss: Loss, _ dice: inout Dice, sectorBytes: Int) -> [UInt8] {
        var image = durable
        switch loss {
        case .everything: break
        case .nothing:
            for write in dirty { Self.put(write.bytes[...], at: write.offset, into: &image) }
        case .suffix:
            guard !dirty.isEmpty else { break }
            let last = dice.below(dirty.count)
            for write in dirty[..<last] { Self.put(write.bytes[...], at: write.offset, into: &image) }
            let kept = dice.below(dirty[last].bytes.count + 1)
            Self.put(dirty[last].bytes[..<kept], at: dirty[last].offset, into: &image)
        case .sectors: arrange(into: &image, &dice, sectorBytes)
        }
        return image
    }

    /// Of each sector the writes up to some moment arrive.
    private func arrange(into image: inout [UInt8], _ dice: inout Dice, _ sectorBytes: Int) {
        var last: [Int: Int] = [:]
        for (number, write) in dirty.enumerated() {
            let sectors = write.offset / sectorBytes...(write.offset + write.bytes.count - 1) / sectorBytes
            for sector in sectors {
                let limit = last[sector] ?? dice.below(dirty.count + 1)
                last[sector] = limit
                guard number < limit else { continue }
                let start = max(write.offset, sector * sectorBytes)
                let end = min(write.offset + write.bytes.count, (sector + 1) * sectorBytes)
                let part = write.bytes[(start - write.offset)..<(end - write.offset)]
                Self.put(part, at: start, into: &image)
            }
        }
    }

    /// Damage at rest: the disk itself is what changes.
    func corrupt(_ change: (inout [UInt8]) -> Void) {
        change(&bytes)
        durable = bytes
        dirty = []
    }

    /// The same content, for another disk.
    func copy() -> Inode { Inode(bytes) }

    private static func put(_ new: ArraySlice<UInt8>, at offset: Int, into bytes: inout [UInt8]) {
        let end = offset + new.count
        if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        bytes.replaceSubrange(offset..<end, with: new)
    }
}
