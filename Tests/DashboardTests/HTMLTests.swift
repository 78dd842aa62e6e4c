import Explaining
import Testing
import Vocabulary

@testable import Dashboard

@Suite struct HTMLTests {
    @Test func `texts are escaped wherever they stand, and pieces are not escaped twice`() {
        let hostile = "<script>alert('x')</script> & \"quoted\""
        let cell: HTML = "<td title=\"\(hostile)\">\(hostile)</td>"
        let safe = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"
        #expect(cell.markup == "<td title=\"\(safe)\">\(safe)</td>")
        let row: HTML = "<tr>\(cell)\([cell, cell])\(7)</tr>"
        #expect(row.markup == "<tr>\(cell.markup)\(cell.markup)\(cell.markup)7</tr>")
        #expect(HTML(text: "a<b").markup == "a&lt;b")
        #expect(["a", "b"].map { HTML(text: $0) }.joined(by: "<br>").markup == "a<br>b")
    }

    @Test(arguments: [
        ("a/../b", "/orders/a%2F..%2Fb"), ("x?y=1&z#w", "/orders/x%3Fy%3D1%26z%23w"),
        ("//evil.example", "/orders/%2F%2Fevil.example"), ("订", "/orders/%E8%AE%A2"),
        ("\"><script>", "/orders/%22%3E%3Cscript%3E"),
    ])
    func `a link leads to this house whatever its parts are`(_ part: String, _ expected: String) {
        #expect(Link("orders", part).text == expected)
        #expect(
            Link("orders").with([("q", part), ("none", nil), ("empty", "")]).text.hasPrefix("/orders?q="))
        #expect(Link().text == "/")
    }

    @Test(arguments: [
        (0, "0:00:00"), (59_999, "0:00:59"), (3_600_000, "1:00:00"), (-1_000, "−0:00:01"),
        (7_265_000, "2:01:05"), (360_000_000, "100:00:00"),
    ])
    func `a clock shows hours, minutes and seconds`(_ milliseconds: Int64, _ expected: String) {
        #expect(Moments.clock(.milliseconds(milliseconds)) == expected)
    }

    @Test(arguments: [
        (5_000, "5 s ago", "5 秒前"), (125_000, "2 min ago", "2 分钟前"), (-125_000, "in 2 min", "2 分钟后"),
        (7_200_000, "2 h ago", "2 小时前"), (259_200_000, "3 d ago", "3 天前"),
    ])
    func `how long ago is said by the largest unit`(
        _ milliseconds: Int64, _ english: String, _ chinese: String
    ) {
        #expect(Moments.words(.milliseconds(milliseconds), .en) == english)
        #expect(Moments.words(.milliseconds(milliseconds), .zh) == chinese)
    }

    @Test func `the time left changes its tone as the deadline comes near`() {
        let moments = Moments(now: Instant(seconds: 1_000_000), language: .en)
        for (minutes, tone) in [
            (-1, "past"), (0, "soon"), (10, "soon"), (11, "near"), (30, "near"), (31, "far"),
        ] {
            let deadline = Instant(seconds: 1_000_000) + .minutes(Int64(minutes))
            #expect(moments.left(until: deadline).markup.contains("class=\"left \(tone)\""), "\(minutes)")
        }
    }

    @Test func `charts keep to their frame whatever they are given`() {
        for value in [-1, 0, 0.5, 1, 2, Double.infinity, -Double.infinity, Double.nan] {
            let chart = RangeChart(
                value: value, low: value, high: value, scale: 0...1, preShipment: value, direct: nil,
                label: "x")
            #expect(!chart.html.markup.contains("nan") && !chart.html.markup.contains("inf"), "\(value)")
            let trend = TrendChart(points: [.init(label: "a", value: value)], label: "x")
            #expect(!trend.html.markup.contains("nan") && !trend.html.markup.contains("inf"), "\(value)")
        }
        let flat = RangeChart(value: 3, scale: 3...3, label: "x").html.markup
        #expect(flat.contains("cx=\"104.0\""))
    }
}
