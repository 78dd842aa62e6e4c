import ArgumentParser
import Rulebook

/// The two languages of the house.
enum Language: String, ExpressibleByArgument, CaseIterable {
    case en
    case zh

    func callAsFunction(_ english: String, _ chinese: String) -> String { self == .en ? english : chinese }
    func callAsFunction(_ text: Bilingual) -> String { self == .en ? text.en : text.zh }
}
