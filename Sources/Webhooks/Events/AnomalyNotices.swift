import Views
import Vocabulary
import Wire

/// Reads the view `anomalies` for one webhook. The view is looked at anew each time: a rebuild may have put another
/// file in its place.
struct AnomalyNotices {
    private let webhook: Webhook
    private let directory: String

    init(_ webhook: Webhook, views directory: String) {
        (self.webhook, self.directory) = (webhook, directory)
    }

    /// The place of a webhook that is new: it is told of what is opened from now on. Nil while the view has not come
    /// to `position`, where the log ended when the webhook was seen first.
    func beginning(at position: UInt64) throws -> Look? {
        guard let reader = try view(), try reader.checkpoint().next.rawValue >= position else { return nil }
        let last = try reader.lastAnomaly()
        return Look(notice: nil, scanned: last?.id ?? 0, key: last?.key ?? "")
    }

    func end() throws -> Look? { try beginning(at: 0) }

    /// - Parameter key: of the row at the cursor.
    func next(after cursor: Int64, key: String) throws -> Look {
        guard let reader = try view() else { return Look(notice: nil, scanned: cursor, key: key) }
        var look = Look(notice: nil, scanned: cursor, key: key)
        if cursor > 0, !key.isEmpty { look.scanned = try reader.anomaly(onceAt: cursor, key: key) }
        for row in try reader.anomalies(openedAfter: look.scanned, limit: 200) {
            if webhook.wants(seller: row.sellerID) {
                look.notice = Self.notice(row)
                return look
            }
            (look.scanned, look.key) = (row.id, row.key)
        }
        return look
    }

    /// Nil while there is none.
    private func view() throws -> ViewReader? {
        do {
            return try ViewReader(Anomalies.name, in: directory)
        } catch ViewError.noSuchView {
            return nil
        }
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
            id: id, kind: .anomalyOpened, body: body, next: row.id, key: row.key, position: row.evidence.last,
            order: row.orderID)
    }
}
