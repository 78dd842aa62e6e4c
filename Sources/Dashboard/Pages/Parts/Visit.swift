import Explaining
import Foundation
import HTTPTypes
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// Somebody looks at a page: who asks, in which language, and when.
struct Visit: Sendable {
    let call: Call
    let language: Language
    let now: Instant

    init(_ call: Call) {
        self.call = call
        language = Language(rawValue: call.language) ?? .en
        now = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
    }

    var house: House { call.house }

    /// Only the part that changes is wanted: the page is there already.
    var wantsFragment: Bool { HTTPField.Name("X-Fragment").map { call.request.headers[$0] != nil } ?? false }

    /// Reads a view with the rulebooks that it knows.
    func read<Result: Sendable>(
        _ view: ViewName, _ body: @escaping @Sendable (ViewReader, Timetable<Rulebook>) throws -> Result
    ) async throws -> Result {
        let shelf = house.rulebooks
        return try await house.views.read(view.rawValue) { reader in
            try body(reader, shelf.timetable(reader))
        }
    }

    /// Without a rulebook in hand: what events and states are called.
    func texts(_ rulebooks: Timetable<Rulebook>) -> EventText {
        EventText(language: language, rulebooks: rulebooks)
    }
}

extension Timetable<Rulebook> {
    /// The one in force at a moment, for texts of the present.
    func rules(_ now: Instant) -> Rulebook { self[at: now] }
}
