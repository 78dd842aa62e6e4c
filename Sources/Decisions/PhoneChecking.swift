public import Vocabulary

/// Whether a phone number is written as the destination's carriers need it (R18).
///
/// The rule is pure, the library that knows every numbering plan is not: it comes in from outside, so that
/// tests and replays can say which metadata they judge by.
public protocol PhoneChecking {
    /// The version of the numbering plans, as verdicts quote it.
    var metadata: Token { get }

    func check(_ phone: Token, for destination: Country) -> PhoneVerdict
}

/// What the check says of a text.
public enum PhoneVerdict: Sendable, Equatable {
    case valid
    /// `fix` is the number in strict E.164 where it could be read as one of the destination's.
    case wrong(fix: String?)
}
