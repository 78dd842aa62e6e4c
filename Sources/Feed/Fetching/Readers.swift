import EventLog

/// Readers of the log that stand where somebody will go on reading: who goes on there needs not look for his place.
final class Readers {
    private struct Idle {
        var next: UInt64
        var reader: LogReader
    }

    /// Each holds up to a megabyte of the log.
    private static let kept = 32

    private let open: () throws -> LogReader
    private var idle: [Idle] = []

    init(_ open: @escaping () throws -> LogReader) { self.open = open }

    /// Lends a reader, if there is one, one that stopped at `position`. After an error it is not trusted again.
    func read<Result>(from position: UInt64, _ body: (LogReader) throws -> (Result, UInt64)) throws -> Result
    {
        let reader: LogReader
        if let index = idle.firstIndex(where: { $0.next == position }) {
            reader = idle.remove(at: index).reader
        } else if idle.count == Self.kept {
            // The one that nobody came back to for longest.
            reader = idle.removeFirst().reader
        } else {
            reader = try open()
        }
        let (result, next) = try body(reader)
        idle.append(Idle(next: next, reader: reader))
        return result
    }
}
