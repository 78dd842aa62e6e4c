import CoreMetrics
import Foundation
import Measures
import Testing
import Views
import Vocabulary

@testable import Monitoring

struct ExpositionTests {
    @Test func `a family stands behind its help and type, values of labels are escaped`() {
        var page = MetricsPage()
        let metric = Metric("x_total", .counter, ["who", "why"], "Said \\ in\ntwo lines.")
        page.add(metric, [(["a\"b", "c\\d\ne"], 7 as UInt64), (["z", ""], 0)])
        #expect(
            page.text == """
                # HELP x_total Said \\\\ in\\ntwo lines.
                # TYPE x_total counter
                x_total{who="a\\"b",why="c\\\\d\\ne"} 7
                x_total{who="z",why=""} 0

                """)
    }

    @Test func `a histogram's buckets grow up to its count`() throws {
        var page = MetricsPage()
        var seen = Distribution.nanoseconds
        for value in [10_000, 20_000, 3_000_000_000, 90_000_000_000] as [UInt64] { seen.add(value) }
        page.add(Metric("wait_seconds", .histogram, [], "Waiting."), [([], seen)], scale: 1e9)
        let lines = page.text.split(separator: "\n").map(String.init)
        #expect(lines[2] == "wait_seconds_bucket{le=\"1.6384e-05\"} 1")
        #expect(lines[3] == "wait_seconds_bucket{le=\"3.2768e-05\"} 2")
        #expect(lines.contains("wait_seconds_bucket{le=\"8.589934592\"} 3"))
        #expect(lines.contains("wait_seconds_bucket{le=\"+Inf\"} 4"))
        #expect(lines.suffix(2) == ["wait_seconds_sum 93.00003", "wait_seconds_count 4"])
        let counts = lines.filter { $0.contains("_bucket") }.compactMap {
            $0.split(separator: " ").last.flatMap { Int($0) }
        }
        #expect(counts == counts.sorted() && counts.count == Distribution.bounds + 1)
    }

    @Test(arguments: [
        (Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0.5, "0.5"), (1e-5, "1e-05"),
    ])
    func `numbers are written as Prometheus reads them`(number: Double, text: String) {
        #expect(number.metricText == text)
    }

    @Test func `what libraries count lands on the page under plain names, with its endings`() {
        let registry = MetricsRegistry()
        let dimensions = [("path.name", "/orders/{id}")]
        Counter(label: "hb.requests", dimensions: dimensions, factory: registry).increment(by: 3)
        Counter(label: "hb.requests", dimensions: dimensions, factory: registry).increment()
        CoreMetrics.Timer(label: "hb.request.duration", dimensions: dimensions, factory: registry)
            .recordSeconds(2)
        Gauge(label: "pool.size", factory: registry).record(4)
        let gone = Counter(label: "gone", factory: registry)
        gone.increment()
        gone.destroy()
        var page = MetricsPage()
        registry.add(to: &page)
        #expect(page.text.contains("hb_requests_total{path_name=\"/orders/{id}\"} 4\n"))
        #expect(page.text.contains("hb_request_duration_seconds_sum{path_name=\"/orders/{id}\"} 2.0\n"))
        #expect(page.text.contains("# TYPE pool_size gauge\npool_size 4.0\n"))
        #expect(!page.text.contains("gone"))
    }

    @Test func `a label that takes any value does not fill the page without end`() {
        let registry = MetricsRegistry()
        for number in 0..<5000 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        var page = MetricsPage()
        registry.add(to: &page)
        #expect(page.text.split(separator: "\n").count == 2002)
    }
}
