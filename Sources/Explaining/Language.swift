public import Rulebook

/// The two languages of the house.
public enum Language: String, Sendable, CaseIterable {
    case en
    case zh

    /// The text of the two that is in this language.
    public func callAsFunction(_ english: String, _ chinese: String) -> String {
        self == .en ? english : chinese
    }

    /// The same of what a rulebook says.
    public func callAsFunction(_ text: Bilingual) -> String { self == .en ? text.en : text.zh }
}
