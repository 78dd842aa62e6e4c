import Wire

/// Acknowledgements as they came; read when the clock has stopped, so that reading them costs the daemon nothing.
struct Replies: Sendable {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []
    /// Whole requests that were answered with an error.
    private(set) var problems: [String] = []

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    mutating func add(_ reply: UnsafeRawBufferPointer) {
        let start = bytes.count
        unsafe bytes.append(contentsOf: reply)
        ranges.append(start..<bytes.count)
    }

    mutating func addProblem(_ text: UnsafeRawBufferPointer) {
        problems.append(unsafe String(decoding: text, as: UTF8.self))
    }

    /// Events that were recorded; anything else is an error.
    func recorded(_ type: ReplyType) throws -> Int {
        if let problem = problems.first { throw BenchError("the daemon answered: \(problem)") }
        var recorded = 0
        for range in ranges {
            let acknowledgement = try unsafe bytes.withUnsafeBytes {
                try unsafe ReplyReader.read(UnsafeRawBufferPointer(rebasing: $0[range]), as: type)
            }
            for reply in acknowledgement.replies {
                guard reply.status == .recorded else {
                    throw BenchError("an event was not recorded: \(reply)")
                }
                recorded += 1
            }
        }
        return recorded
    }
}

/// Why a benchmark gave no figure.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
