import Views
import Vocabulary
import Wire

/// Reads the view `anomalies` for one webhook. Belongs to whoever sends.
final class AnomalyNotices {
    private let webhook: Webhook
    private let directory: String
    /// Where the log ends.
    private let end: () -> UInt64
    private var open: ViewReader?
    /// Where the log ended when the row at the cursor was not found; nil while it is there.
    private var missedAt: UInt64?

    init(_ webhook: Webhook, views directory: String, end: @escaping () -> UInt64) {
        (self.webhook, self.directory, self.end) = (webhook, directory, end)
    }

    /// The place of a webhook that is new: it is told of what is opened from now on. Nil while the view has not come
    /// to `position`, where the log ended when the webhook was seen first.
    func beginning(at position: UInt64) throws -> Look? {
        guard let reader = try view(), try reader.checkpoint().next.rawValue >= position else { return nil }
        let last = try reader.lastAnomaly()
        return Look(notice: nil, scanned: last?.id ?? 0, key: last?.place ?? "")
    }

    /// - Parameter key: of the row at the cursor.
    func next(after cursor: Int64, key: String) throws -> Look {
        var look = Look(notice: nil, scanned: cursor, key: key)
        guard let reader = try view() else { return look }
        if cursor > 0, !key.isEmpty {
            guard let place = try self.place(cursor, key, reader) else { return look }
            (look.scanned, look.key) = place
        }
        for row in try reader.anomalies(openedAfter: look.scanned, limit: 200) {
            if webhook.wants(seller: row.sellerID) {
                look.notice = Self.notice(row)
                return look
            }
            (look.scanned, look.key) = (row.id, row.place)
        }
        return look
    }

    /// The place behind the row at the cursor, in the file that answers now. Nil while that cannot be said: a view that
    /// is made anew holds few rows at first, and the row may yet come.
    private func place(_ cursor: Int64, _ key: String, _ reader: ViewReader) throws -> (Int64, String)? {
        if let missedAt, try reader.checkpoint().next.rawValue < missedAt { return nil }
        if let place = try reader.place(ofAnomalyOnceAt: cursor, key: key, evenIfGone: missedAt != nil) {
            missedAt = nil
            return place
        }
        missedAt = end()
        return nil
    }

    /// Nil while there is none. Kept open until a rebuild has put another file in its place.
    private func view() throws -> ViewReader? {
        if let open, open.isCurrent { return open }
        do {
            open = try ViewReader(Anomalies.name, in: directory)
        } catch ViewError.noSuchView {
            open = nil
        }
        return open
    }

    static func notice(_ row: OpenedAnomaly) -> Notice {
        let id = "anomaly-\(Identity.short(of: row.key))"
        var data = JSONObjectText()
        data.text("kind", row.kind)
        data.text("severity", row.severity)
        if let order = row.orderID { data.text("orderId", order) }
        if let seller = row.sellerID { data.text("sellerId", seller) }
        if let subject = row.subject { data.text("subject", subject) }
        data.text("openedAt", row.openedAt.text)
        if let resolved = row.resolvedAt { data.text("resolvedAt", resolved.text) }
        data.raw("evidence", "[\(row.evidence.map(String.init).joined(separator: ","))]")
        data.text("clause", row.clause)
        data.text("message", row.message)
        data.text("messageZh", row.messageZh)
        data.text("fix", row.fix)
        data.text("detail", row.detail)
        let body = Notice.event(
            id: id, type: WebhookKind.anomalyOpened.rawValue, time: row.openedAt.text,
            subject: row.orderID ?? row.subject ?? row.sellerID, position: row.evidence.last, data: data.end()
        )
        return Notice(
            id: id, kind: .anomalyOpened, body: body, next: row.id, key: row.place,
            position: row.evidence.last,
            order: row.orderID)
    }
}
