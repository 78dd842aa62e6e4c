/// One event of an order: when it happens, when it arrives, and what it says.
struct Step {
    /// Milliseconds since 1970, both.
    let time: Int64
    let arrival: Int64
    let saying: Saying
}

/// What an event of an order says; the rest of its content follows from the order's plan.
enum Saying {
    case declared(PhoneForm, boxes: UInt8, slip: DeclarationSlip?)
    case handedOver
    case uploaded(NumberChoice, account: UInt8)
    case voided(NumberChoice)
    /// Index into the carrier's scans.
    case scanned(UInt8)
    case delivered
    case lost
    case complained
    /// The platform's own verdict on the number.
    case judged(passes: Bool)
    /// One bit for each of the three papers.
    case exemptionRequested(papers: UInt8)
    case exemptionDecided(isApproved: Bool)
    /// The carrier's bill: by how much it differs from the fee, in fen.
    case billed(difference: Int64)
    /// The carrier says how it routed the parcel, by its own line or by one that nobody knows.
    case routed(isKnown: Bool)
}

/// How the seller typed the recipient's phone number.
enum PhoneForm: UInt8 {
    case strict
    case withoutPrefix
    case withSpaces
    case withTrunkZero
}

/// What the seller got wrong in goods or tax data (R17, R19).
enum DeclarationSlip: UInt8 {
    /// The name of other goods.
    case otherName
    case unknownCode
    case vagueName
    case taxMissing
    case taxWrong
}

/// Which number an upload names.
enum NumberChoice: UInt8 {
    case own
    case second
    case ofAnotherOrder
    case wrongCheckDigit
    case wrongFormat
}
