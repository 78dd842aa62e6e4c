import EventLog
import Explaining
import Hummingbird
import Quarantine
import Views
import Vocabulary
import Wire

/// How the daemon itself is doing: every number with its meaning.
enum SystemPage {
    static let all: [Route] = [
        .get("/system") { call in
            var query = try call.form()
            try query.end()
            let visit = Visit(call)
            let language = visit.language
            async let stored = SystemStores(visit).html
            async let consumers = ConsumerList(visit).html
            let live: [HTML] = await [ProjectorList(visit).html, stored, consumers]
            return Page(
                tab: .system, title: language("System", "系统"), live: HTML(live), views: ViewName.allCases,
                pace: 5
            ).response(to: visit)
        }
    ]
}

/// A figure, and what it means.
struct Measure {
    var name: String
    var value: HTML
    var meaning: String

    static func table(_ caption: String, _ measures: [Measure], _ language: Language) -> HTML {
        var grid = Grid(
            caption: caption,
            columns: [
                .text(language("figure", "指标")), .number(language("value", "数值")),
                .text(language("meaning", "含义")),
            ], empty: .none)
        grid.rows = measures.map { measure in
            Grid.Row(
                key: measure.name,
                cells: [
                    HTML(text: measure.name), measure.value,
                    "<span class=\"faint\">\(measure.meaning)</span>",
                ])
        }
        return grid.html
    }
}

/// Every view and how far it has come.
private struct ProjectorList {
    let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        let language = visit.language
        let moments = Moments(now: visit.now, language: language)
        var grid = Grid(
            caption: language("Views", "视图"),
            columns: [
                .text(language("view", "视图")), .text(language("state", "状态")),
                .number(language("has read up to", "已读至")), .number(language("events behind", "落后事件")),
                .number(language("seconds behind", "落后秒数")), .number(language("set aside", "搁置")),
                .number(language("last event", "最近事件")), .text(language("error", "错误")),
            ], empty: "\(language("No view runs in this daemon.", "没有运行中的视图。"))")
        grid.rows = visit.house.projectors().map { status in
            Grid.Row(
                key: status.view,
                cells: [
                    HTML(text: status.view), phase(status).html,
                    HTML(text: Figures.grouped(status.checkpoint.next.rawValue)),
                    HTML(text: Figures.grouped(status.lagEvents)),
                    HTML(text: Figures.decimal(status.lagSeconds, 1)),
                    status.checkpoint.parked > 0
                        ? Chip(Figures.grouped(UInt64(status.checkpoint.parked)), .warning).html : "0",
                    moments.ago(status.checkpoint.recordedAt), HTML(text: status.error.map { "\($0)" } ?? ""),
                ])
        }
        let section = Section(
            id: "views", title: language("Views", "视图"),
            lead: """
                \(language(
                    "Folded from the log, and made again from it whenever that is wanted. Records that cannot be applied are set aside with their order: the others go on.",
                    "由日志推导，可随时重建。无法处理的记录连同其订单被搁置，不影响其他订单。"))
                """)
        return section.holding(grid.html)
    }

    private func phase(_ status: ProjectorStatus) -> Chip {
        let language = visit.language
        switch status.phase {
        case .starting: return Chip(language("starting", "启动中"), .warning)
        case .rebuilding: return Chip(language("rebuilding", "重建中"), .warning)
        case .following: return Chip(language("following", "跟随中"), .good)
        case .stopped: return Chip(language("stopped", "已停止"), .faint)
        case .failed: return Chip(language("failed", "失败"), .bad)
        }
    }
}

/// Who reads the feed under a name, and how far.
private struct ConsumerList {
    let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            let language = visit.language
            return await Section(
                id: "consumers", title: language("Consumers", "消费者"),
                lead: """
                    \(language(
                        "Programs that read the feed and leave their place with the daemon.", "在本服务登记读取位置的订阅程序。"))
                    """
            ).html(visit) { try await content() }
        }
    }

    private func content() async throws -> HTML {
        let language = visit.language
        try visit.call.principal.checkSeesAll("what consumers read")
        let moments = Moments(now: visit.now, language: language)
        var grid = Grid(
            caption: language("Consumers", "消费者"),
            columns: [
                .text(language("consumer", "消费者")), .number(language("will read next", "下一位置")),
                .number(language("events behind", "落后事件")), .number(language("time behind", "落后时间")),
                .number(language("committed", "提交")), .text(language("members", "成员")),
            ], empty: "\(language("Nobody has left a place.", "没有登记的消费者。"))")
        grid.rows = try await visit.house.consumers.standings().consumers.map { consumer in
            Grid.Row(
                key: consumer.consumer,
                cells: [
                    HTML(text: consumer.consumer), HTML(text: Figures.grouped(consumer.position.rawValue)),
                    HTML(text: Figures.grouped(consumer.lagEvents)),
                    HTML(text: Figures.duration(Double(consumer.lagMilliseconds) / 1000)),
                    moments.ago(consumer.committedAt),
                    HTML(text: consumer.members.map(\.name).joined(separator: ", ")),
                ])
        }
        return grid.html
    }
}
