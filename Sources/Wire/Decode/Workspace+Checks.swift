import Vocabulary

/// What both forms are asked, once the bytes of a field are found.
extension Workspace {
    /// A token of a payload or a text attribute.
    @inline(__always)
    func checkToken(_ spec: borrowing FieldSpec, at slot: Int) throws(Refusal) {
        let count = self[slot].count
        guard count <= spec.high else {
            throw Complaint.tooLong("\(spec.name)", count, limit: Int(spec.high))
        }
        guard let start = unsafe self[slot].start, unsafe TextCheck.isPlain(start, count) else {
            throw Complaint.badText("\(spec.name)")
        }
    }

    @inline(__always)
    func checkText(_ spec: borrowing FieldSpec, at slot: Int) throws(Refusal) {
        let count = self[slot].count
        guard count <= spec.high else {
            throw Complaint.tooLong("\(spec.name)", count, limit: Int(spec.high))
        }
        guard let start = unsafe self[slot].start, unsafe TextCheck.isUTF8(start, count) else {
            throw Complaint.badText("\(spec.name)")
        }
    }

    /// Puts the code into `bits`.
    @inline(__always)
    mutating func checkCountry(at slot: Int) throws(Refusal) {
        let (start, count) = unsafe (self[slot].start, self[slot].count)
        guard count == 2, let start = unsafe start,
            let country = Country(
                unsafe start.load(as: UInt8.self), unsafe start.load(fromByteOffset: 1, as: UInt8.self))
        else { throw Complaint.country(unsafe shown(start, count)) }
        self[slot].bits = UInt64(country.rawValue)
    }

    @inline(__always)
    func checkNumber(_ spec: borrowing FieldSpec, at slot: Int) throws(Refusal) {
        let value = Int64(bitPattern: self[slot].bits)
        guard value >= spec.low, value <= spec.high else {
            throw Complaint.range(copy spec, found: "\(value)")
        }
    }

    /// What no single field shows.
    @inline(__always)
    func checkRules(_ type: EventType, mayDecide: Bool) throws(Refusal) {
        let present = self[Workspace.payload].bits
        switch type {
        case .scanned:
            guard present & (1 << 1 | 1 << 3) != 0 else { throw Self.nameless }
            // A number means nothing without the provider that gave it (R14).
            guard present & (1 << 1 | 1 << 2) != 0 else { throw Self.providerless }
        case .exemptionRequested:
            guard present & (1 << 3 | 1 << 4) != 0 else { throw Self.aimless }
        case .validated:
            let standing: UInt64 = 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14
            guard mayDecide || present & standing == 0 else { throw Self.standing(present) }
        default: break
        }
    }

    private static var nameless: Refusal {
        Refusal(
            .missingField, field: "orderId", reason: "the scan names neither an order nor a tracking number",
            fix: "add orderId, or provider and trackingNumber")
    }

    private static var providerless: Refusal {
        Refusal(
            .missingField, field: "provider", reason: "the scan names a tracking number and not whose it is",
            fix: "add provider, such as \"cainiao\", or orderId")
    }

    private static var aimless: Refusal {
        Refusal(
            .missingField, field: "orderId", reason: "the request names neither an order nor a category",
            fix: "add orderId for one order, or category for a category of the seller's goods")
    }

    private static func standing(_ present: UInt64) -> Refusal {
        let name = FieldSpec.validated.first { $0.number >= 9 && present >> UInt64($0.number) & 1 == 1 }
        return Refusal(
            .notAFact, field: name.map { "\($0.name)" } ?? "status",
            reason: "only the daemon's own verdicts have it", fix: "send the verdict and its findings only")
    }
}
