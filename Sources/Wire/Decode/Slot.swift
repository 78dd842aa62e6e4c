/// One field of a message while it is decoded: first as it lies in the payload, then checked.
///
/// | kind | after the check |
/// |---|---|
/// | token, text, country | `start` and `count`: the bytes; for a country also its code in `bits` |
/// | flag, number, amount, instant, choice | `bits` |
/// | papers | `bits`: one bit per document |
/// | tokens, message, messages | `bits`: index of the first inner slot; `count`: how many items |
@safe struct Slot: BitwiseCopyable {
    var start: UnsafeRawPointer?
    var count: Int
    var bits: UInt64
}

/// The slots of one event: a region for each message, and beside it what had to be written anew.
///
/// Slot 0 of a region belongs to the message itself: `bits` tells which fields are present, `start` and
/// `count` hold unknown protobuf fields.
@safe struct Workspace: ~Copyable {
    /// Slots of the envelope, of the payload, and of a message inside it.
    static let envelope = 0
    static let payload = 32
    static let payloadSize = 32
    static let innerSize = 16
    static let least = payload + payloadSize

    private(set) var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int
    private var used = Workspace.least
    private var isOwned: Bool
    /// Texts without their escapes, and members and fields gathered from several places. Its room is made
    /// once per payload: slots point into it.
    var scratch = ByteWriter()
    /// Made for the first event that needs it.
    var extraParser: JSONParser?
    /// Whether the bytes that came are already in the canonical form.
    var isCanonical = true

    /// On room that somebody lends, enough for most events.
    init(borrowing room: UnsafeMutableBufferPointer<Slot>) {
        precondition(room.count >= Self.least)
        unsafe slots = room.baseAddress.unsafelyUnwrapped
        capacity = room.count
        isOwned = false
    }

    init() {
        capacity = 1024
        unsafe slots = .allocate(capacity: capacity)
        isOwned = true
    }

    deinit { if isOwned { unsafe slots.deallocate() } }

    /// Forgets the event before.
    @inline(__always)
    mutating func begin() {
        used = Self.least
        isCanonical = true
    }

    /// Index of fresh slots. Moves the others: pointers to slots do not outlive this call.
    @inline(__always)
    mutating func take(_ count: Int) -> Int {
        if capacity &- used < count { grow(count) }
        defer { used &+= count }
        return used
    }

    private mutating func grow(_ count: Int) {
        let wanted = max(capacity * 2, used + count)
        let fresh = UnsafeMutablePointer<Slot>.allocate(capacity: wanted)
        unsafe fresh.update(from: slots, count: used)
        if isOwned { unsafe slots.deallocate() }
        unsafe slots = fresh
        capacity = wanted
        isOwned = true
    }

    @inline(__always)
    subscript(index: Int) -> Slot {
        @inline(__always) unsafeAddress { unsafe UnsafePointer(slots + index) }
        @inline(__always) unsafeMutableAddress { unsafe slots + index }
    }
}
