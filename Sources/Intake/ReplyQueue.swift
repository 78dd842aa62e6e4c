/// Replies that wait for the disk, in the order in which their requests came.
///
/// All bytes of a chunk lie in one buffer and chunks are reused: a reply costs no allocation.
final class ReplyQueue {
    /// One reply: its frames lie one after the other in the chunk's bytes.
    struct Entry {
        /// The log must be durable up to here.
        let requires: UInt64
        let start: Int
        /// Whom it is for, in ``Doors``.
        let connection: Int
        /// When its request was taken, by a clock that nobody sets, in nanoseconds.
        var takenAt: UInt64 = 0
        /// Bytes of each frame; the last is the payload.
        var identity = 0
        var delimiter = false
        var verb = 0
        var correlation = 0
        var contentType = 0
        var payload = 0

        var byteCount: Int { identity + verb + correlation + contentType + payload }
    }

    final class Chunk {
        var bytes: [UInt8] = []
        var entries: [Entry] = []
        var next = 0
    }

    private static let chunkBytes = 256 << 10
    private var chunks: [Chunk] = []
    private var spare: [Chunk] = []
    /// Bytes that wait.
    private(set) var byteCount = 0

    var isEmpty: Bool { chunks.isEmpty }

    /// Whom the replies are for.
    var identities: Set<[UInt8]> {
        var identities: Set<[UInt8]> = []
        for chunk in chunks {
            for entry in chunk.entries[chunk.next...] {
                identities.insert(Array(chunk.bytes[entry.start..<(entry.start + entry.identity)]))
            }
        }
        return identities
    }

    /// Adds a reply; `build` appends its frames and fills in their lengths. Gives back its bytes.
    @discardableResult
    func add(
        requires: UInt64, for connection: Int = 0, _ build: (inout [UInt8], inout Entry) throws -> Void
    ) rethrows -> Int {
        if chunks.last.map({ $0.bytes.count > Self.chunkBytes }) ?? true {
            chunks.append(spare.popLast() ?? Chunk())
        }
        let chunk = chunks[chunks.count - 1]
        var entry = Entry(requires: requires, start: chunk.bytes.count, connection: connection)
        try build(&chunk.bytes, &entry)
        byteCount += chunk.bytes.count - entry.start
        chunk.entries.append(entry)
        return chunk.bytes.count - entry.start
    }

    /// Lends every reply, in order, that `durable` allows to be sent.
    func send(upTo durable: UInt64, _ send: (borrowing [UInt8], Entry) throws -> Void) rethrows {
        while let chunk = chunks.first {
            while chunk.next < chunk.entries.count {
                let entry = chunk.entries[chunk.next]
                guard entry.requires <= durable else { return }
                try send(chunk.bytes, entry)
                chunk.next += 1
                byteCount -= entry.byteCount
            }
            guard chunks.count > 1 || chunk.bytes.count > Self.chunkBytes else {
                chunk.bytes.removeAll(keepingCapacity: true)
                chunk.entries.removeAll(keepingCapacity: true)
                chunk.next = 0
                return
            }
            chunks.removeFirst()
            chunk.bytes.removeAll(keepingCapacity: true)
            chunk.entries.removeAll(keepingCapacity: true)
            chunk.next = 0
            if spare.count < 8 { spare.append(chunk) }
        }
    }
}
