import Explaining
import Rulebook
import Views
import Vocabulary

/// A store's score on one page: what it rests on, and which orders cost it points.
struct ScoreSheet {
    let explanation: ScoreExplanation
    let rules: ScoreRules
    var texts = ScoreTexts()

    private var language: Language { texts.language }

    /// The lines to print.
    var lines: [String] {
        var lines = [Style.strong("\(language("Score of", "物流分")) \(explanation.seller)"), ""]
        lines += facts.map { name, value in
            "  \(name)\(String(repeating: " ", count: max(1, 10 - Terminal.width(name))))\(value)"
        }
        lines.append("")
        lines += components.fitted(to: Terminal.columns - 2).lines(indent: 2)
        lines += ["  " + Style.faint(texts.reference), ""]
        guard !explanation.orders.isEmpty else {
            return lines + [Style.good(language("No order cost points.", "没有失分订单。"))]
        }
        let count = "\(explanation.orders.count) / \(explanation.costly)"
        lines.append(
            Style.strong(language("Orders that cost points, the dearest first", "失分订单（失分多者在前）")) + "  "
                + Style.faint(count))
        return lines + [""] + orders.fitted(to: Terminal.columns - 2).lines(indent: 2)
    }

    private var facts: [(String, String)] {
        let result = explanation.result
        let range = [result.low, result.high].map { Figures.decimal($0, 1) }.joined(separator: "–")
        var score =
            "\(Style.strong(Figures.decimal(result.score, 1)))  \(language("95 %", "95 % 区间")) \(range)"
        if let rank = explanation.rank {
            score +=
                "  "
                + language("rank \(rank) of \(explanation.ranked)", "第 \(rank) 名 / \(explanation.ranked)")
        } else {
            score +=
                "  "
                + language(
                    "unranked: fewer than \(rules.minimumParcels) parcels",
                    "未排名：不足 \(rules.minimumParcels) 件")
        }
        return [
            (language("score", "总分"), score),
            (
                language("window", "考核期"),
                "\(explanation.from.text) – \(explanation.to.text)  " + language("by handover", "按交接日")
            ),
            (
                language("parcels", "包裹"),
                "\(result.parcels)  "
                    + language("counted \(result.counted)", "计入 \(result.counted)")
                    + "  \(language("coverage", "覆盖率")) \(texts.value(result.coverage, isMean: false))"
                    + "  \(language("late", "超时率")) \(texts.value(result.lateRate, isMean: false))"
            ),
        ]
    }

    private var components: Table {
        var table = Table([
            Table.Column(title: language("component", "项目")),
            Table.Column(title: texts.measured, alignment: .right),
            Table.Column(title: language("of", "分子/分母"), alignment: .right),
            Table.Column(title: language("left out", "未计"), alignment: .right),
            Table.Column(title: texts.points, alignment: .right),
            Table.Column(title: language("weight", "权重"), alignment: .right),
            Table.Column(title: language("lost", "失分"), alignment: .right),
            Table.Column(title: texts.preShipment, alignment: .right),
            Table.Column(title: texts.direct, alignment: .right),
        ])
        for part in explanation.result.parts {
            let isMean = texts.isMean(part.component)
            let scale = rules.scales[part.component]
            let lost = explanation.result.pointsLost(part)
            table.add(
                [
                    texts.names.name(part.component), texts.value(part.value, isMean: isMean),
                    "\(Figures.decimal(part.numerator, isMean ? 1 : 0))/\(part.denominator)",
                    "\(part.excluded)", Figures.decimal(part.points, 1), Figures.decimal(part.weight, 0),
                    Figures.decimal(lost, 2), texts.value(scale?.preShipment, isMean: isMean),
                    texts.value(scale?.traditional, isMean: isMean),
                ], styles: [nil, nil, nil, nil, nil, nil, (lost ?? 0) >= 1 ? .bad : nil])
        }
        return table
    }

    private var orders: Table {
        var table = Table([
            Table.Column(title: language("order", "订单")),
            Table.Column(title: language("lost", "失分"), alignment: .right),
            Table.Column(title: language("in", "项目")),
            Table.Column(title: language("handed over (\(LocalTime.zone))", "交接（北京时间）")),
            Table.Column(title: language("on network", "上网")),
            Table.Column(title: language("delivered", "妥投")),
        ])
        for order in explanation.orders {
            table.add([
                order.orderID.text, Figures.decimal(order.points, 3),
                order.costs.map { texts.names.name($0.component) }.joined(separator: ", "),
                LocalTime.text(order.handedOverAt), order.onNetworkAt.map { LocalTime.text($0) } ?? "–",
                order.deliveredAt.map { LocalTime.text($0) } ?? "–",
            ])
        }
        return table
    }
}
