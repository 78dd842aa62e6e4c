import EventLog
import Explaining
import Views
import Vocabulary

/// Whether what is shown is how things stand.
struct LagList {
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        let language = visit.language
        let statuses = visit.house.projectors()
        let worst = statuses.max { $0.lagSeconds < $1.lagSeconds }
        let hasFailed = statuses.contains { $0.phase == .failed }
        let seconds = worst?.lagSeconds ?? 0
        let tone: Tone = hasFailed ? .bad : seconds > 10 ? .warning : .good
        let recorded = statuses.compactMap(\.checkpoint.recordedAt).max()
        let moments = Moments(now: visit.now, language: language)
        let isListening = visit.house.intake() != nil
        let lag: HTML = """
            <dl class="facts">
            <div><dt>\(language("intake", "接入"))</dt><dd>\
            \((isListening ? Chip(language("listening", "监听中"), .good) : Chip(language("not listening", "未监听"), .bad)).html)</dd></div>
            <div><dt>\(language("last event recorded", "最近记录"))</dt><dd>\(moments.ago(recorded))</dd></div>
            <div><dt>\(language("events in the log", "日志事件数"))</dt><dd>\(Figures.grouped(visit.house.log.durable))</dd></div>
            <div><dt>\(language("views behind the log", "视图落后"))</dt><dd>\(Chip(hasFailed
                ? language("a view has stopped", "有视图停止")
                : language("\(Figures.decimal(seconds, 1)) s at most", "最多 \(Figures.decimal(seconds, 1)) 秒"), tone).html)</dd></div>
            </dl>
            <p class="more"><a href="\(Link("system"))">\(language("System", "系统"))</a></p>
            """
        return Section(
            id: "lag", title: language("How fresh this is", "数据新鲜度")
        ).holding(lag)
    }
}
