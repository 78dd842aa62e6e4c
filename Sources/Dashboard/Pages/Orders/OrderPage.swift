import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// One order: how it stands, why, what to do now, and everything that was recorded of it.
enum OrderPage {
    static let all: [Route] = [
        .get("/orders/{id}") { call in
            let visit = Visit(call)
            var query = try call.form()
            try query.end()
            let order: OrderID = try Query.identifier(call.name("id"), "id")
            let story = try await OrderDesk(call).story(of: order)
            return Page(
                title: visit.language("Order \(order)", "订单 \(order)"), live: OrderView(story, visit).html,
                views: [.compliance, .fees]
            ).response(to: visit)
        }
    ]
}

/// A story on a page.
private struct OrderView {
    let story: OrderStory
    let visit: Visit
    var language: Language { visit.language }

    init(_ story: OrderStory, _ visit: Visit) { (self.story, self.visit) = (story, visit) }

    var html: HTML { "\(head)\(why)\(todo)\(facts)\(timeline)" }

    private var moments: Moments { Moments(now: visit.now, language: language) }

    /// How it stands, in a line.
    private var head: HTML {
        let mark: HTML = story.mark.html { " \(Chip("异常单", .bad).html) <span class=\"faint\">\($0)</span>" }
        let clock: HTML =
            story.history.standing?.firstAcceptedAt == nil
            ? story.deadline.html {
                " · \(language("time left", "剩余时间")) \(moments.left(until: $0))"
            } : .none
        let seller: HTML = story.seller.html { seller in
            " · \(language("store", "店铺")) <a href=\"\(Link("score", seller.text))\">\(seller.text)</a>"
        }
        let country: HTML = (story.history.declaration?.country).html {
            " · \(language("to", "目的国")) \($0.text)"
        }
        return
            "<p class=\"standing\">\(Names(language: language).status(story.status).html)\(mark)\(clock)\(seller)\(country)</p>"
    }

    /// What stands open against it, with the clause and the fix of each.
    private var why: HTML {
        let open = story.history.standing?.open ?? []
        guard !open.isEmpty else { return .none }
        let judge = story.rulebooks.named(story.history.standing?.rulebook)
        let cards = open.map { finding -> HTML in
            let message = judge.message(finding.code)
            let seen: HTML =
                finding.evidence.isEmpty
                ? .none
                : "<div><dt>\(language("seen", "实际"))</dt><dd><code>\(finding.evidence)</code></dd></div>"
            let right: HTML =
                finding.fix.isEmpty
                ? .none
                : "<div><dt>\(language("would be right", "应为"))</dt><dd><code>\(finding.fix)</code></dd></div>"
            return """
                <li class="finding \(finding.severity == .blocking ? "bad" : "warning")">
                <h3>\(language(message.text))</h3>
                <p><code>\(finding.code.rawValue)</code> \(Chip.of(finding.severity, language).html)</p>
                <dl class="facts">\(seen)\(right)\
                <div><dt>\(language("what to do", "处理办法"))</dt><dd>\(language(message.fix))</dd></div>\
                <div><dt>\(language("clause", "条款"))</dt><dd>\(message.clause)</dd></div></dl></li>

                """
        }
        let isIntercepted = story.status == .intercepted
        let lead: HTML = isIntercepted ? HTML(text: language(judge.messages.interception.text)) : .none
        return Section(
            id: "why",
            title: isIntercepted
                ? language("Why it is intercepted", "拦截原因") : language("What stands open", "未解决的问题"),
            lead: lead
        ).holding("<ul class=\"findings\">\(cards)</ul>")
    }

    private var todo: HTML {
        let steps = story.advice.map { advice -> HTML in
            let value: HTML = advice.value.html { " <code>\($0)</code>" }
            return "<li>\(advice.text)\(value)</li>"
        }
        return Section(
            id: "todo", title: language("What would make it compliant now", "现在如何处理")
        ).holding("<ol class=\"steps\">\(steps)</ol>")
    }

    private var facts: HTML {
        let rows = story.facts.map { fact -> HTML in
            "<div><dt>\(fact.name)</dt><dd>\(fact.said.html)</dd></div>"
        }
        return Section(id: "facts", title: language("How it stands", "当前状态")).holding(
            "<dl class=\"facts\">\(rows)</dl>")
    }

    private var timeline: HTML {
        let items = story.timeline.map { moment -> HTML in
            let notes = moment.notes.map { note -> HTML in
                "<p class=\"note \(note.tone?.rawValue ?? "")\">\(note.said.html)</p>"
            }
            let origin =
                moment.origin == .decision ? language("decided here", "系统判定") : language("fact", "事实")
            let detail: HTML = moment.detail.text.isEmpty ? .none : "<span>\([moment.detail].html)</span>"
            return """
                <li data-key="\("\(moment.position.rawValue)")" class="\(moment.detail.tone?.rawValue ?? "plain")">
                <p class="when">\(moments.exact(moment.time)) <span class="faint">\
                #\("\(moment.position.rawValue)") · \(origin)</span></p>
                <p class="what"><strong>\(moment.name)</strong> \(detail)</p>\(notes)</li>

                """
        }
        return Section(
            id: "timeline", title: language("Timeline", "时间线"),
            lead: """
                \(language(
                    "In the order in which it happened. The number is its place in the log.",
                    "按发生时间排列，# 为日志中的位置。"))
                """
        ).holding("<ol class=\"timeline\">\(items)</ol>")
    }
}
