import EventLog
import Views
import Vocabulary
import Wire

/// Rows, and as of when they are so.
struct ViewAnswer {
    let view: String
    let table: ViewTable
    /// The next page's cursor; nil: there is none.
    let next: String?

    func json(_ checkpoint: Checkpoint, _ house: House) -> String {
        let (end, at) = (house.log.durable, checkpoint.next.rawValue)
        var out = JSONObjectText()
        out.text("view", view)
        out.number("position", at)
        out.raw("recordedAt", checkpoint.recordedAt.map { JSONText.quoted($0.text) } ?? "null")
        out.number("lagEvents", end > at ? end - at : 0)
        out.raw("rows", table.json)
        out.raw("next", next.map { JSONText.quoted($0) } ?? "null")
        return out.end()
    }
}
