import EventLog
import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary
import Wire

/// One anomaly: what it means, what it was seen by, and what to do.
enum AnomalyPage {
    static let all: [Route] = [.get("/anomalies/{id}") { call in try await show(call) }, AnomalyNotes.route]

    private static func show(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        let language = visit.language
        let query = try call.form()
        try query.end()
        let name = call.name("id")
        let (sellers, now) = (call.principal.sellers, visit.now)
        guard let id = Int64(name) else { throw unknown(name) }
        let (found, rulebooks) = try await visit.read(.anomalies) { reader, rulebooks in
            (try reader.anomaly(id, sellers: sellers), rulebooks)
        }
        guard let found else { throw unknown(name) }
        let evidence = Section(
            id: "evidence", title: language("Evidence", "证据"),
            lead: "\(language("The records of the log that showed it.", "据以判定的日志记录。"))")
        let house = visit.house
        let records = await evidence.html(visit) {
            let records = try await house.scans.run {
                try house.logs.read { log in
                    try LogRecords.at(found.evidence, in: log, limit: house.log.durable)
                }
            }
            return list(records, rulebooks, visit)
        }
        let notes = AnomalyNotes(found, visit)
        let live: HTML = "\(head(found, rulebooks.rules(now), visit))\(await notes.list)\(records)"
        return Page(
            title: "\(found.kind.rawValue) #\(found.id)", fixed: notes.form, live: live, views: [.anomalies]
        ).response(to: visit)
    }

    private static func unknown(_ name: String) -> Problem {
        .unknown("anomaly", name, field: "id", fix: "look it up on the page Anomalies")
    }

    private static func head(_ found: FoundAnomaly, _ rules: Rulebook, _ visit: Visit) -> HTML {
        let language = visit.language
        let moments = Moments(now: visit.now, language: language)
        func row(_ name: String, _ value: HTML) -> HTML { "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
        let state: HTML =
            found.resolvedAt.map { "\(Chip(language("resolved", "已解决"), .good).html) \(moments.ago($0))" }
            ?? Chip(language("open", "未解决"), .warning).html
        var rows = [
            row(language("state", "状态"), state),
            row(language("severity", "严重程度"), Chip.of(found.severity, language).html),
            row(language("what to do", "处理办法"), found.remedy(rules, language)),
        ]
        if !found.detail.isEmpty {
            rows.append(row(language("seen", "实际"), "<code>\(found.detail)</code>"))
        }
        if let order = found.order {
            rows.append(
                row(
                    language("order", "订单"),
                    "<a class=\"id\" href=\"\(Link("orders", order.text))\">\(order.text)</a>"))
        }
        if let subject = found.subject { rows.append(row(language("about", "对象"), HTML(text: subject))) }
        if let seller = found.seller {
            rows.append(
                row(language("store", "店铺"), "<a href=\"\(Link("score", seller.text))\">\(seller.text)</a>"))
        }
        let lane = [found.provider, found.country].compactMap(\.self).joined(separator: " → ")
        if !lane.isEmpty { rows.append(row(language("lane", "线路"), HTML(text: lane))) }
        rows += [
            row(
                language("opened", "出现"), "\(moments.exact(found.openedAt)) · \(moments.ago(found.openedAt))"),
            row(language("clause", "条款"), HTML(text: found.clause)),
        ]
        return """
            <p class="standing"><strong>\(language(found.message, found.messageZh))</strong></p>
            <dl class="facts">\(rows)</dl>
            """
    }

    private static func list(
        _ records: [Recorded], _ rulebooks: Timetable<Rulebook>, _ visit: Visit
    ) -> HTML {
        let (language, texts) = (visit.language, visit.texts(rulebooks))
        guard !records.isEmpty else {
            return
                "<p class=\"empty\">\(language("There are none: time alone showed it.", "无记录：由时间推移得出。"))</p>"
        }
        let moments = Moments(now: visit.now, language: language)
        let items = records.map { recorded -> HTML in
            let (name, detail) = texts.words(recorded)
            let order: HTML = recorded.event.payload.orderID.html { order in
                " <a class=\"id\" href=\"\(Link("orders", order.text))\">\(order.text)</a>"
            }
            return """
                <li><p class="when">\(moments.exact(recorded.event.time)) <span class="faint">\
                #\("\(recorded.position.rawValue)") · \(language("recorded", "记录于")) \(LocalTime.text(recorded.recordedAt))</span></p>
                <p class="what"><strong>\(name)</strong> \([detail].html)\(order)</p></li>

                """
        }
        return "<ol class=\"timeline\">\(items)</ol>"
    }
}
