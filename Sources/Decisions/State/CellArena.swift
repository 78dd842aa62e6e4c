/// Many small runs of bytes, kept in large pieces: cells of one size lie side by side in a piece, and one that was
/// given back serves the next of its size.
///
/// A copy shares every piece until one of the two writes into it, so a copy is a snapshot that costs nothing by itself.
struct CellArena: Sendable {
    /// Where a cell lies: the number of its piece, and the sixteen-byte step in it.
    typealias Address = UInt32

    static let stepBytes = 16
    private static let pieceBytes = 64 << 10
    private static let stepBits: UInt32 = 12
    /// Larger cells have a piece each.
    private static let largestShared = 1024
    /// What the first four bytes of a cell say while nobody has it.
    static let nobody = UInt32.max

    struct Piece: Sendable {
        var bytes: [UInt8]
        /// Of each of its cells; 0: the piece was given back.
        var cellBytes: Int
    }

    /// For a checkpoint.
    private(set) var pieces: [Piece] = []
    private var freePieces: [UInt32] = []
    /// By size in steps: cells given back, and cells of the newest piece that nobody ever had.
    private var free = [[Address]](repeating: [], count: largestShared / stepBytes + 1)
    private var fresh = [Range<UInt32>](repeating: 0..<0, count: largestShared / stepBytes + 1)

    init() {}

    /// Bytes of all pieces.
    var byteCount: Int { pieces.reduce(0) { $0 + $1.bytes.count } }

    /// The bytes a cell for so many takes.
    static func cellBytes(for count: Int) -> Int {
        let steps = (count + stepBytes - 1) / stepBytes
        return steps * stepBytes <= largestShared ? steps * stepBytes : (count + 4095) & ~4095
    }

    func cellBytes(at address: Address) -> Int { pieces[Self.piece(address)].cellBytes }

    /// A cell for `count` bytes, whose first four the caller will write.
    mutating func take(_ count: Int) -> Address {
        let bytes = Self.cellBytes(for: count)
        guard bytes <= Self.largestShared else { return newPiece(bytes, of: bytes) << Self.stepBits }
        let steps = bytes / Self.stepBytes
        if let address = free[steps].popLast() { return address }
        if fresh[steps].isEmpty {
            let first = newPiece(bytes, of: Self.pieceBytes / bytes * bytes) << Self.stepBits
            fresh[steps] = first..<first + UInt32(Self.pieceBytes / bytes * steps)
        }
        let address = fresh[steps].lowerBound
        fresh[steps] = address + UInt32(steps)..<fresh[steps].upperBound
        return address
    }

    mutating func giveBack(_ address: Address) {
        let piece = Self.piece(address)
        let bytes = pieces[piece].cellBytes
        guard bytes <= Self.largestShared else {
            pieces[piece] = Piece(bytes: [], cellBytes: 0)
            return freePieces.append(UInt32(piece))
        }
        unsafe write(at: address) { unsafe $0.storeBytes(of: Self.nobody, as: UInt32.self) }
        free[bytes / Self.stepBytes].append(address)
    }

    /// Lends the cell from its first byte on.
    func read<Result>(at address: Address, _ body: (UnsafeRawPointer) -> Result) -> Result {
        unsafe pieces[Self.piece(address)].bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { preconditionFailure("nobody has this cell") }
            return unsafe body(base + Self.offset(address))
        }
    }

    mutating func write(at address: Address, _ body: (UnsafeMutableRawPointer) -> Void) {
        unsafe pieces[Self.piece(address)].bytes.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { preconditionFailure("nobody has this cell") }
            unsafe body(base + Self.offset(address))
        }
    }

    private mutating func newPiece(_ cellBytes: Int, of count: Int) -> UInt32 {
        var piece = Piece(bytes: [UInt8](repeating: 0, count: count), cellBytes: cellBytes)
        unsafe piece.bytes.withUnsafeMutableBytes { bytes in
            for start in stride(from: 0, to: count, by: cellBytes) {
                unsafe bytes.storeBytes(of: Self.nobody, toByteOffset: start, as: UInt32.self)
            }
        }
        if let number = freePieces.popLast() {
            pieces[Int(number)] = piece
            return number
        }
        precondition(pieces.count < 1 << 19, "orders take no more than 32 GiB")
        pieces.append(piece)
        return UInt32(pieces.count - 1)
    }

    private static func piece(_ address: Address) -> Int { Int(address >> stepBits) }
    private static func offset(_ address: Address) -> Int {
        Int(address & (1 << stepBits - 1)) * stepBytes
    }
}

extension CellArena {
    /// An arena of pieces that were written down; tells every cell that somebody has.
    init(_ pieces: [Piece], _ found: (Address, UnsafeRawPointer) -> Void) {
        self.init()
        self.pieces = pieces
        for (number, piece) in pieces.enumerated() {
            guard piece.cellBytes > 0 else {
                freePieces.append(UInt32(number))
                continue
            }
            unsafe piece.bytes.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                for start in stride(from: 0, to: bytes.count, by: piece.cellBytes) {
                    let address = UInt32(number) << Self.stepBits | UInt32(start / Self.stepBytes)
                    if unsafe bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self) == Self.nobody {
                        // A piece of a single large cell is never written down without its owner.
                        if piece.cellBytes <= Self.largestShared {
                            free[piece.cellBytes / Self.stepBytes].append(address)
                        }
                    } else {
                        unsafe found(address, base + start)
                    }
                }
            }
        }
    }
}
