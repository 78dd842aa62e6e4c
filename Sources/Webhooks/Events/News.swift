public import Vocabulary
import Wire

/// What is in no log: kept in a table of our own until every webhook has passed it, and for its id a while longer.
public struct News: Sendable, Equatable {
    var id: String
    var kind: WebhookKind
    var seller: String?
    /// Points that a score fell by.
    var fall: Double?
    var time: Instant
    var body: [UInt8]

    /// A view stopped: the same place twice is no news.
    public static func viewStopped(
        _ view: String, at position: UInt64, reason: String, time: Instant
    ) -> News {
        let id = "view-\(view)-\(position)"
        var data = JSONObjectText()
        data.text("view", view)
        data.number("position", position)
        data.text("reason", reason)
        return News(
            id: id, kind: .viewStopped, time: time,
            body: Notice.event(
                id: id, type: WebhookKind.viewStopped.rawValue, time: time.text, subject: view,
                position: position, data: data.end()))
    }

    /// A store's score, as it was when it was looked at before and as it is on a day's beginning in Asia/Shanghai.
    static func scoreFell(
        of seller: String, from before: Double, to score: Double, on day: CalendarDay, lateRate: Double?,
        parcels: Int64
    ) -> News {
        let id = "score-\(Identity.short(of: "\(seller)|\(day.text)"))"
        let fall = ((before - score) * 10_000).rounded() / 10_000
        var data = JSONObjectText()
        data.text("sellerId", seller)
        data.text("day", day.text)
        data.raw("score", "\((score * 10_000).rounded() / 10_000)")
        data.raw("before", "\((before * 10_000).rounded() / 10_000)")
        data.raw("fell", "\(fall)")
        // R25: never a score without it.
        if let lateRate { data.raw("lateRate", "\((lateRate * 10_000).rounded() / 10_000)") }
        data.raw("parcels", "\(parcels)")
        let time = day.startInShanghai
        return News(
            id: id, kind: .scoreFell, seller: seller, fall: fall, time: time,
            body: Notice.event(
                id: id, type: "store-score-fell", time: time.text, subject: seller,
                data: data.end()))
    }
}
