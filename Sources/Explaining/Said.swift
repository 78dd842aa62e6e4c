/// What a text means for its reader: how it is coloured.
public enum Tone: String, Sendable {
    case good
    case warning
    case bad
    /// Stands back behind the rest.
    case faint
}

/// Words, and what they mean.
public struct Said: Sendable, Equatable {
    public var text: String
    public var tone: Tone?

    public init(_ text: String, _ tone: Tone? = nil) {
        self.text = text
        self.tone = tone
    }
}

extension [Said] {
    /// Without what it means.
    public var plain: String { map(\.text).joined() }
}
