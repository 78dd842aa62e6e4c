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
    /// The platform says that the number passed.
    case judged
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
