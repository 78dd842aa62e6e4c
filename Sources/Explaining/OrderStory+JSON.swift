import Rulebook
import Vocabulary
import Wire

/// The story for programs. Amounts are fen, times RFC 3339.
extension OrderStory {
    /// One object.
    public var json: String {
        let standing = history.standing
        var out = JSONObjectText()
        out.text("orderId", history.order.text)
        out.optional("sellerId", seller?.text)
        out.optional("country", history.declaration?.country.text)
        out.optional("provider", history.provider?.text)
        out.text("status", status.rawValue)
        out.optional("trackingNumber", standing?.acceptedNumber?.text)
        out.raw("abnormal", history.missed == nil ? "false" : "true")
        out.optional("abnormalClause", mark)
        out.raw("checks", "[\(checks.map(\.json).joined(separator: ","))]")
        out.raw("clock", clockJSON)
        out.optional("line", history.route?.line.text)
        out.optional("hub", history.route?.hub.text)
        out.raw("fee", feeJSON)
        out.raw("billedFen", history.bill.map { "\($0.amount.amount)" } ?? "null")
        out.optional("rulebook", standing?.rulebook?.text)
        out.text("language", language.rawValue)
        out.raw("facts", "[\(facts.map(\.json).joined(separator: ","))]")
        out.raw("timeline", "[\(timeline.map(\.json).joined(separator: ","))]")
        out.raw("advice", "[\(advice.map(\.json).joined(separator: ","))]")
        return out.end()
    }

    private var clockJSON: String {
        var out = JSONObjectText()
        let accepted = history.standing?.firstAcceptedAt
        out.optional("handedOverAt", history.handover?.time.text)
        out.optional("deadlineAt", deadline?.text)
        out.optional("firstAcceptedAt", accepted?.text)
        let late = accepted.flatMap { accepted in deadline.map { (accepted - $0).milliseconds } }
        out.raw("lateMilliseconds", late.map { "\(max(0, $0))" } ?? "null")
        return out.end()
    }

    private var feeJSON: String {
        guard let fee = history.fee, !fee.lines.isEmpty else { return "null" }
        var out = JSONObjectText()
        out.raw("totalFen", "\(fee.total.amount)")
        let lines = fee.lines.map { line in
            var inner = JSONObjectText()
            inner.text("item", line.item.rawValue)
            inner.raw("amountFen", "\(line.amount.amount)")
            inner.text("basis", line.basis.text)
            return inner.end()
        }
        out.raw("lines", "[\(lines.joined(separator: ","))]")
        return out.end()
    }
}

extension JSONObjectText {
    /// Null where there is nothing.
    fileprivate mutating func optional(_ name: String, _ value: String?) {
        raw(name, value.map { JSONText.quoted($0) } ?? "null")
    }
}

extension PreShipmentStep {
    /// For programs.
    fileprivate var key: String {
        switch self {
        case .binding: "binding"
        case .declaration: "declaration"
        case .tax: "tax"
        case .route: "route"
        }
    }
}

extension OrderStory.Check {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.text("step", step.key)
        out.text("name", name)
        out.text("standing", standing.rawValue)
        out.raw("codes", "[\(codes.map { JSONText.quoted($0.rawValue) }.joined(separator: ","))]")
        return out.end()
    }
}

extension OrderStory.Fact {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.text("key", key)
        out.text("name", name)
        out.text("text", said.plain)
        return out.end()
    }
}

extension OrderStory.Advice {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.text("text", text)
        out.optional("value", value)
        return out.end()
    }
}

extension OrderStory.Moment {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.number("position", position.rawValue)
        out.text("time", time.text)
        out.text("recordedAt", recordedAt.text)
        out.text("origin", origin.rawValue)
        out.text("type", type.rawValue)
        out.text("name", name)
        out.text("detail", detail.text)
        out.optional("tone", detail.tone?.rawValue)
        out.raw("findings", "[\(findings.map(\.json).joined(separator: ","))]")
        out.raw("notes", "[\(notes.map { JSONText.quoted($0.said.plain) }.joined(separator: ","))]")
        return out.end()
    }
}

extension OrderStory.FindingNote {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.text("code", code.rawValue)
        out.text("severity", severity.rawValue)
        out.text("message", message)
        out.text("clause", clause)
        out.text("fix", fix)
        out.text("evidence", evidence)
        out.optional("value", value.isEmpty ? nil : value)
        return out.end()
    }
}
