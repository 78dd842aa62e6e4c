import EventLog
import Explaining
import Views
import Vocabulary

extension Page {
    /// Told before anything else: what is shown is not, or may not be, how things stand.
    func standing(_ visit: Visit) -> HTML {
        let language = visit.language
        var notices: [HTML] = []
        if let failure = visit.house.log.failure {
            notices.append(
                Notice(
                    .bad, language("The log has stopped: nothing is recorded any more.", "日志已停止：不再记录任何事件。"),
                    "\(failure)",
                    language(
                        "Look at the disk, then start the daemon again; firstmile doctor says more.",
                        "请检查磁盘后重启服务；详情见 firstmile doctor。")
                ).html)
        } else if let refusal = visit.house.log.refusal {
            notices.append(
                Notice(
                    .bad, language("The log takes nothing at the moment.", "日志暂时无法写入。"), "\(refusal)",
                    language("Make room on the disk; it goes on by itself.", "请清理磁盘空间，之后会自动恢复。")
                ).html)
        }
        for view in views {
            guard let status = visit.house.standing(of: view.rawValue) else { continue }
            notice(status, language).map { notices.append($0.html) }
        }
        return HTML(notices)
    }

    private func notice(_ status: ProjectorStatus, _ language: Language) -> Notice? {
        let view = status.view
        switch status.phase {
        case .failed:
            return Notice(
                .bad,
                language("The view \(view) has stopped: what is shown is old.", "视图 \(view) 已停止：以下数据不再更新。"),
                status.error.map { "\($0)" } ?? "",
                language("The runbook says what to do: “a view has stopped”.", "处理办法见运维手册“视图停止”一节。"))
        case .rebuilding:
            let done = Figures.grouped(status.checkpoint.next.rawValue)
            return Notice(
                .warning, language("The view \(view) is being made again from the log.", "视图 \(view) 正在重建。"),
                language("It has come to record \(done).", "已处理到第 \(done) 条记录。"),
                language(
                    "The old one answers until it is done. Nothing needs to be done.", "完成前由旧视图应答，无需处理。"))
        case .following where status.lagSeconds > 10:
            return Notice(
                .warning,
                language(
                    "The view \(view) is \(Figures.duration(status.lagSeconds)) behind the log.",
                    "视图 \(view) 落后日志 \(Figures.duration(status.lagSeconds))。"),
                language(
                    "\(Figures.grouped(status.lagEvents)) events are not in it yet.",
                    "还有 \(Figures.grouped(status.lagEvents)) 个事件未计入。"),
                language("It catches up by itself.", "会自动追上。"))
        case .starting, .following, .stopped:
            return nil
        }
    }
}
