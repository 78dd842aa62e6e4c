import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// What is about to go wrong, what went wrong, and what to do, for the person on shift.
enum NowPage {
    static let all: [Route] = [
        .get("/") { call in
            var query = try call.form()
            try query.end()
            let visit = Visit(call)
            let language = visit.language
            async let tiles = NowTiles(visit).html
            async let deadlines = DeadlineList(visit).html
            async let reasons = ReasonList(visit).html
            let live: [HTML] = await [tiles, deadlines, reasons, LagList(visit).html]
            return Page(
                tab: .now, title: language("Now", "现在"), live: HTML(live),
                views: [.compliance, .anomalies]
            ).response(to: visit)
        }
    ]
}

/// The counts at the top, each leading to what it counts.
private struct NowTiles {
    let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            do {
                return try await tiles()
            } catch {
                return Notice.failed(error, visit).html
            }
        }
    }

    private func tiles() async throws -> HTML {
        let (language, now, sellers) = (visit.language, visit.now, visit.call.principal.sellers)
        let (clocks, intercepted) = try await visit.read(.compliance) { reader, _ in
            (
                try reader.clockCounts(now, sellers: sellers),
                try reader.interceptions(sellers: sellers).reduce(0) { $0 + $1.orders }
            )
        }
        return Tile.row([
            Tile(
                name: language("due within 10 min", "10 分钟内到期"), value: .count(clocks.withinTenMinutes),
                tone: clocks.withinTenMinutes > 0 ? .bad : .good, link: Link().fragment("deadlines"),
                note: language("no accepted number yet", "尚无合规单号")),
            Tile(
                name: language("due within 1 h", "1 小时内到期"), value: .count(clocks.withinHour),
                tone: clocks.withinHour > 0 ? .warning : .good, link: Link().fragment("deadlines"),
                note: language(
                    "\(Figures.grouped(UInt64(clocks.ahead))) clocks run",
                    "共 \(Figures.grouped(UInt64(clocks.ahead))) 单在计时")
            ),
            Tile(
                name: language("intercepted", "已拦截"), value: .count(intercepted),
                tone: intercepted > 0 ? .bad : .good,
                link: Link("orders").with("status", ComplianceStatus.intercepted.rawValue),
                note: language("may not ship", "不得发货")),
            Tile(
                name: language("too late, no number", "超时未上传"), value: .count(clocks.past),
                tone: clocks.past > 0 ? .warning : .good,
                link: Link("anomalies").with("kind", AnomalyKind.missingUpload.rawValue),
                note: language("marked 异常单 for good", "已标记异常单")),
        ])
    }
}
