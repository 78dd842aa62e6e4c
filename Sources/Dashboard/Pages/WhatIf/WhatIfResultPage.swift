import Explaining
import Hummingbird
import Replay
import Vocabulary

/// A what-if under way, or its answer.
enum WhatIfResultPage {
    static let all: [Route] = [
        .get("/what-if/{id}", role: .ops) { call in
            var query = try call.form()
            try query.end()
            let visit = Visit(call)
            let name = call.name("id")
            guard let job = Int(name).flatMap({ call.house.jobs.job($0) }), call.maySee(job) else {
                throw Problem.unknown(
                    "what-if", name, field: "id", fix: "the page What-if lists those that are still known")
            }
            let title = visit.language("What if #\(job.id)", "假设推演 #\(job.id)")
            let again: HTML = """
                <p class="lead"><a href="/what-if">\(visit.language("Ask something else", "新的推演"))</a></p>
                """
            return Page(
                tab: .whatIf, title: title, fixed: again, live: state(job, visit),
                // Its end is seen by whoever waits; what has ended stays as it is.
                pace: job.state.isOver ? nil : 1
            ).response(to: visit)
        }
    ]

    static func list(_ jobs: [WhatIfJobs.Job], _ visit: Visit) -> HTML {
        let language = visit.language
        var grid = Grid(
            caption: language("What was asked", "历史任务"),
            columns: [.text("#"), .text(language("question", "问题")), .text(language("state", "状态"))],
            empty: "\(language("Nothing was asked since the daemon started.", "本次启动后尚无任务。"))")
        grid.rows = jobs.reversed().map { job in
            Grid.Row(
                key: "\(job.id)",
                cells: [
                    "<a href=\"\(Link("what-if", "\(job.id)"))\">#\(job.id)</a>",
                    "<code>\(job.question)</code>",
                    chip(job.state, language).html,
                ])
        }
        return grid.html
    }

    private static func chip(_ state: WhatIfJobs.State, _ language: Language) -> Chip {
        switch state {
        case .waiting: Chip(language("waiting", "排队中"), .warning)
        case .running: Chip(language("running", "进行中"), .warning)
        case .done: Chip(language("done", "完成"), .good)
        case .failed: Chip(language("failed", "失败"), .bad)
        }
    }

    private static func state(_ job: WhatIfJobs.Job, _ visit: Visit) -> HTML {
        let language = visit.language
        switch job.state {
        case .waiting:
            return "<p class=\"empty\">\(language("It waits for the one before it.", "等待前一任务完成。"))</p>"
        case .running(let stage, let done, let all):
            let stage =
                stage == WhatIfStudy.Stage.judging.rawValue
                ? language("deciding again", "重新判定") : language("reading the log", "读取日志")
            return """
                <section><p><label for="progress">\(stage): \(Figures.grouped(done)) / \(Figures.grouped(all))</label></p>
                <progress id="progress" max="\("\(max(1, all))")" value="\("\(done)")"></progress></section>
                """
        case .failed(let reason):
            return Notice(
                .bad, language("It failed.", "推演失败。"), reason,
                language("Change the question, and ask again.", "请修改条件后重试。")
            ).html
        case .done(let answer): return WhatIfAnswer(answer, visit).html
        }
    }
}
