import Decisions
import Index

/// What a checkpoint says before the state itself: how to open what left memory, and where the log names rulebooks.
struct CheckpointNotes: Equatable {
    var cold: ColdNotes
    /// Positions of the facts that let a rulebook judge, ascending.
    var rulebooks: [UInt64]

    /// Little-endian words, each list behind its length, all behind their number.
    var bytes: [UInt8] {
        var words: [UInt64] = [cold.id]
        for list in [cold.tables, cold.ends, rulebooks] { words += [UInt64(list.count)] + list }
        var bytes: [UInt8] = []
        bytes.append(word: UInt64(words.count))
        for word in words { bytes.append(word: word) }
        return bytes
    }

    init(cold: ColdNotes, rulebooks: [UInt64]) {
        self.cold = cold
        self.rulebooks = rulebooks
    }

    init(_ file: CheckpointReader) throws {
        func words(_ count: UInt64) throws -> [UInt64] {
            guard count < 1 << 24 else { throw CheckpointRefusal.damaged("its notes are too long") }
            var bytes = [UInt8](repeating: 0, count: Int(count) * 8)
            let found = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            guard found == bytes.count else { throw CheckpointRefusal.damaged("its notes are cut") }
            return (0..<Int(count)).map { bytes.word($0) }
        }
        var rest = try words(words(1)[0])[...]
        func next() throws -> UInt64 {
            guard let word = rest.popFirst() else { throw CheckpointRefusal.damaged("its notes are cut") }
            return word
        }
        let id = try next()
        let lists = try (0..<3).map { _ in try (0..<next()).map { _ in try next() } }
        cold = ColdNotes(id: id, tables: lists[0], ends: lists[1])
        rulebooks = lists[2]
    }
}

/// How to open again what left memory.
struct ColdNotes: Equatable {
    /// Of the directory: made at random when the log is folded from its beginning.
    var id: UInt64
    /// Of each index the tables that must be there.
    var tables: [UInt64]
    /// Of the file of orders.
    var ends: [UInt64]
}
