import EventLog
import Explaining
import Quarantine
import Vocabulary

/// The log, the disk it lies on, what was refused, and the doors.
struct SystemStores {
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    /// What lies on the disk.
    private struct Disk: Sendable {
        let oldest: UInt64
        let bytes: UInt64
        let quarantine: QuarantineReader.Figures?
        let space: DiskSpace?

        init(_ house: House) throws {
            oldest = try house.logs.read { $0.oldest }
            bytes = FolderSize.bytes(of: house.places.log)
            quarantine = try QuarantineReader(house.places.quarantine)?.figures()
            space = DiskSpace(of: house.places.log)
        }
    }

    var html: HTML {
        get async {
            let language = visit.language
            let house = visit.house
            return await Section(
                id: "stores", title: language("Log, disk, quarantine and doors", "日志、磁盘、隔离区与接口")
            ).html(visit) {
                let disk = try await house.views.run { try Disk(house) }
                return Measure.table(
                    language("The daemon in figures", "服务指标"), log(disk) + refused(disk) + doors, language)
            }
        }
    }

    private func log(_ disk: Disk) -> [Measure] {
        let language = visit.language
        let problem = visit.house.log.failure.map { "\($0)" } ?? visit.house.log.refusal.map { "\($0)" }
        let state: Chip =
            visit.house.log.failure != nil
            ? Chip(language("stopped", "已停止"), .bad)
            : visit.house.log.refusal != nil
                ? Chip(language("takes nothing", "拒绝写入"), .bad) : Chip(language("writing", "正常"), .good)
        var measures = [
            Measure(
                name: language("log", "日志"), value: state.html,
                meaning: problem
                    ?? language("What is acknowledged is on disk.", "已应答的事件均已落盘。")),
            Measure(
                name: language("events in the log", "日志事件数"),
                value: HTML(text: Figures.grouped(visit.house.log.durable)),
                meaning: language(
                    "Facts and decisions that are on disk; the next one gets this position.",
                    "已落盘的事实与判定；即下一个位置。")),
            Measure(
                name: language("oldest position", "最早位置"), value: HTML(text: Figures.grouped(disk.oldest)),
                meaning: language("What the log still holds begins here.", "日志现存的最早记录。")),
            Measure(
                name: language("log on disk", "日志大小"), value: HTML(text: Figures.bytes(disk.bytes)),
                meaning: language(
                    "Files in the log's folder, room prepared ahead of its end included.", "日志目录占用，含预留空间。")),
        ]
        if let space = disk.space {
            let isLow = space.free < space.all / 10
            measures.append(
                Measure(
                    name: language("disk free", "磁盘剩余"),
                    value: isLow
                        ? Chip(Figures.bytes(space.free), .warning).html
                        : HTML(text: Figures.bytes(space.free)),
                    meaning: language(
                        "Of \(Figures.bytes(space.all)). When it is full, events are refused until there is room.",
                        "共 \(Figures.bytes(space.all))。写满后将拒绝事件，直至腾出空间。")))
        }
        return measures
    }

    private func refused(_ disk: Disk) -> [Measure] {
        let language = visit.language
        guard let figures = disk.quarantine else {
            return [
                Measure(
                    name: language("quarantine", "隔离区"), value: "0",
                    meaning: language("Nothing was refused yet.", "尚无被拒事件。"))
            ]
        }
        return [
            Measure(
                name: language("refused, not sent again", "被拒未重发"),
                value: figures.open > 0
                    ? Chip(Figures.grouped(UInt64(figures.open)), .warning).html : "0",
                meaning: language(
                    "Events that could not be taken. firstmile quarantine list shows why and what would be right.",
                    "无法接受的事件；firstmile quarantine list 可查看原因与正确写法。")),
            Measure(
                name: language("kept in quarantine", "隔离区条目"), value: .count(figures.entries),
                meaning: language(
                    "\(Figures.bytes(UInt64(figures.bytes))) of at most \(Figures.bytes(UInt64(figures.limitBytes))), for \(figures.limitDays) days.",
                    "占用 \(Figures.bytes(UInt64(figures.bytes)))，上限 \(Figures.bytes(UInt64(figures.limitBytes)))，保留 \(figures.limitDays) 天。"
                )),
            Measure(
                name: language("dropped or never kept", "丢弃或未保留"),
                value: .count(figures.dropped + figures.notKept),
                meaning: language(
                    "Too old, too many at once, or no room: only their number is known.", "超期、过多或空间不足，仅计数。")),
        ]
    }

    private var doors: [Measure] {
        let language = visit.language
        func door(_ endpoint: String?) -> HTML {
            endpoint.map { "<code>\($0)</code>" } ?? Chip(language("closed", "未开放"), .faint).html
        }
        return [
            Measure(
                name: language("intake", "接入端口"), value: door(visit.house.intake()),
                meaning: language("Where publishers connect.", "发布方连接地址。")),
            Measure(
                name: language("feed", "订阅端口"), value: door(visit.house.feed()),
                meaning: language("Where consumers connect.", "消费方连接地址。")),
            Measure(
                name: language("version", "版本"), value: HTML(text: visit.house.version),
                meaning: language("Of this daemon; firstmile --version of the program.", "本服务版本。")),
        ]
    }
}
