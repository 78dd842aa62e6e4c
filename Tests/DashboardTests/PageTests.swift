import EventLog
import Foundation
import Quarantine
import Testing

@testable import Dashboard

@Suite(.serialized, .timeLimit(.minutes(2)))
struct PageTests {
    static let places = [
        "/", "/orders", "/anomalies", "/score", "/score/store-1", "/network", "/what-if", "/system",
        "/sign-in",
    ]
    static let browser = ["Accept": "text/html,application/xhtml+xml"]

    /// What holds of every page.
    private func check(_ page: HTTPAnswer, _ place: String) {
        #expect(page.headers["content-type"] == "text/html; charset=utf-8", "\(place)")
        #expect(page.headers["content-security-policy"]?.contains("script-src 'self'") == true)
        #expect(page.body.hasPrefix("<!doctype html>") && page.body.contains("</html>"), "\(place)")
        #expect(!page.body.contains(" style=") && !page.body.contains("<style"), "\(place)")
        #expect(page.body.components(separatedBy: "<script").count == 2, "\(place)")
        for elsewhere in ["src=\"http", "href=\"http", "href=\"//", " onclick", "javascript:"] {
            #expect(!page.body.contains(elsewhere), "\(place) \(elsewhere)")
        }
    }

    @Test func `every page shows itself in both languages`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(30) + [Orders.declared(40, name: "gift"), Orders.uploaded(40)])
        try await station.settle()
        for place in Self.places + ["/orders/\(Orders.id(4))", "/orders/\(Orders.id(40))", "/anomalies/1"] {
            for (language, tag, word) in [("en", "en", "Find"), ("zh", "zh-CN", "查找")] {
                let page = try await station.get("\(place)?lang=\(language)", headers: Self.browser)
                #expect(page.status == 200, "\(place): \(page.body.prefix(400))")
                check(page, place)
                #expect(
                    page.body.contains("<html lang=\"\(tag)\">") && page.body.contains(">\(word)</button>"))
                #expect(page.headers["set-cookie"]?.hasPrefix("lang=\(language);") == true, "\(place)")
                #expect(!page.body.contains("class=\"notice bad\""), "\(place): \(page.body)")
            }
        }
    }

    @Test func `the first page says why orders are intercepted, how many, and the fix`() async throws {
        let station = try await Station()
        try await station.publish(
            [Orders.bound(seller: "store-1")]
                + (1...3).flatMap {
                    [Orders.declared($0, name: "gift"), Orders.handedOver($0), Orders.uploaded($0)]
                })
        try await station.settle()
        let page = try await station.get("/?lang=en")
        #expect(
            page.body.contains(
                "<a href=\"/orders?status=intercepted&amp;finding=VAGUE_NAME\">VAGUE_NAME</a></th><td class=\"n\" data-label=\"orders\">3</td>"
            ))
        for number in 1...3 { #expect(page.body.contains("href=\"/orders/\(Orders.id(number))\"")) }
        let list = try await station.get("/orders?status=intercepted&finding=VAGUE_NAME")
        #expect(list.body.components(separatedBy: "<tr data-key").count == 4)
        let none = try await station.get("/orders?status=intercepted&finding=PHONE_FORMAT&lang=en")
        #expect(none.body.contains("No order is like this"))
        let order = try await station.get("/orders/\(Orders.id(1))?lang=en").body
        for part in [
            "Why it is intercepted", "VAGUE_NAME", "<dt>clause</dt>", "<dt>what to do</dt>",
            "id=\"timeline\"",
        ] {
            #expect(order.contains(part), "\(part)")
        }
    }

    @Test func `what is due is listed with its clock, least time left first`() async throws {
        let station = try await Station()
        let now = Date()
        func event(_ number: Int, minutesAgo: Double) -> String {
            let time = Date(timeInterval: -60 * minutesAgo, since: now).ISO8601Format()
            return Orders.handedOver(number).replacing(/"time":"[^"]*"/, with: "\"time\":\"\(time)\"")
        }
        try await station.publish([
            Orders.bound(seller: "store-1"), Orders.declared(1), Orders.declared(2), Orders.declared(3),
            event(1, minutesAgo: 20), event(2, minutesAgo: 115), event(3, minutesAgo: 300),
        ])
        try await station.settle()
        let page = try await station.get("/?lang=en").body
        let list = try #require(
            page.components(separatedBy: "<section").first { $0.contains("id=\"deadlines\"") })
        let (first, second) = (list.range(of: Orders.id(2)), list.range(of: Orders.id(1)))
        #expect(try #require(first).lowerBound < (try #require(second)).lowerBound)
        #expect(!list.contains(Orders.id(3)), "its deadline is past")
        #expect(list.contains("class=\"left soon\"") && list.contains("class=\"left far\""))
        #expect(page.contains("due within 10 min</span><span class=\"value\">1</span>"))
        #expect(page.contains("too late, no number</span><span class=\"value\">1</span>"))
    }

    @Test func `hostile texts stay texts`() async throws {
        let station = try await Station()
        let hostile = "<script>x</script>"
        let order = "<b>9</b>"
        let names = [hostile, "\\\"><img src=x>"]
        let published = try await station.publish(
            names.enumerated().flatMap { index, seller in
                [
                    Orders.declared(1 + index, seller: seller, name: hostile),
                    Orders.handedOver(1 + index, seller: seller), Orders.uploaded(1 + index, seller: seller),
                ]
            } + [Orders.handedOver(9).replacing(Orders.id(9), with: order)])
        let statuses = Set(published.rows("replies").compactMap { $0["status"] as? String })
        #expect(statuses == ["recorded"], "\(published.body)")
        try await station.settle()
        let places = [
            "/", "/orders", "/anomalies", "/score", "/network", "/orders/\(Orders.id(1))",
            "/orders/%3Cb%3E9%3C%2Fb%3E", "/score/%3Cscript%3Ex%3C%2Fscript%3E",
            "/orders?sellerId=%3Cscript%3Ex",
            "/anomalies?sellerId=%22%3E%3Cimg%20src=x%3E",
        ]
        for place in places {
            let page = try await station.get(place, headers: Self.browser)
            #expect(page.status == 200, "\(place): \(page.body.prefix(300))")
            for mark in ["<script>x", "<img", "<b>9"] {
                #expect(!page.body.contains(mark), "\(place) \(mark)")
            }
            check(page, place)
        }
        #expect(try await station.get("/orders").body.contains("&lt;script&gt;x&lt;/script&gt;"))
        let wrong = try await station.get("/orders?status=%3Cscript%3Ex", headers: Self.browser)
        #expect(wrong.status == 400 && !wrong.body.contains("<script>x"))
        #expect(try await station.get("/find?q=%3Cscript%3Ex").headers["location"] == "/orders/%3Cscript%3Ex")
    }

    @Test func `pages of an empty daemon say that there is nothing`() async throws {
        let station = try await Station()
        try await station.settle()
        for place in Self.places {
            let page = try await station.get("\(place)?lang=en", headers: Self.browser)
            #expect(page.status == 200, "\(place): \(page.body.prefix(300))")
            check(page, place)
            if !["/sign-in", "/system"].contains(place) {
                #expect(page.body.contains("class=\"empty\""), "\(place)")
            }
            #expect(!page.body.contains("class=\"notice bad\""), "\(place): \(page.body)")
        }
    }

    @Test func `a view that cannot be read fails alone, and says so`() async throws {
        let station = try await Station(prepare: { directory in
            // A file of another program lies where the view should be.
            let quarantine = Quarantine(directory.appending(path: "views/anomalies.sqlite").path) { _ in }
            quarantine.close()
        })
        try await station.publish(Orders.day(6))
        try await station.settle("compliance")
        let page = try await station.get("/anomalies?lang=en", headers: Self.browser)
        #expect(page.status == 200)
        check(page, "/anomalies")
        #expect(page.body.contains("class=\"notice bad\" role=\"alert\""), "\(page.body)")
        let now = try await station.get("/?lang=en", headers: Self.browser)
        #expect(now.status == 200 && now.body.contains("id=\"deadlines\""))
        #expect(now.body.contains("The view anomalies has stopped"))
        #expect(try await station.get("/orders").body.contains(Orders.id(3)))
    }

    @Test func `only the part that changes comes for whoever has the page already`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        try await station.settle()
        let part = try await station.get("/orders", headers: ["X-Fragment": "live"])
        #expect(part.status == 200 && !part.body.contains("<html") && !part.body.contains("<form"))
        #expect(part.body.contains(Orders.id(3)))
        #expect(try await station.get("/orders").body.contains(part.body.prefix(200)))
    }

    @Test func `the search leads to an order by its id, and by its number`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        try await station.settle()
        let order = "/orders/\(Orders.id(4))"
        #expect(try await station.get("/find?q=\(Orders.id(4))").headers["location"] == order)
        #expect(try await station.get("/find?q=+LP00612345600004+").headers["location"] == order)
        #expect(try await station.get("/find?q=").headers["location"] == "/orders")
        #expect(try await station.get("/find?q=%20").status == 303)
        // Without its script a form sends its empty fields too.
        #expect(try await station.get("/orders?status=&finding=&sellerId=&country=").status == 200)
    }

    @Test func `whoever reads pages gets problems as pages, and programs get them as documents`() async throws
    {
        let station = try await Station()
        try await station.settle()
        for (place, status) in [
            ("/nonsense", 404), ("/orders/1", 404), ("/orders?colour=red", 400), ("/score?by=x", 400),
        ] {
            let page = try await station.get(place, headers: Self.browser)
            #expect(
                page.status == status && page.body.contains("role=\"status\""), "\(place): \(page.status)")
            check(page, place)
            let document = try await station.get(place)
            #expect(document.status == status && document.text("detail") != nil, "\(place)")
        }
        #expect(try await station.get("/api/v1/nonsense", headers: Self.browser).text("type") != nil)
    }

    @Test func `style and script are there for everybody, and kept when they are asked for by their stamp`()
        async throws
    {
        let station = try await Station()
        let page = try await station.get("/sign-in").body
        for (name, type) in [("pages.css", "text/css"), ("pages.js", "text/javascript")] {
            let stamped = try #require(page.firstMatch(of: try Regex("/assets/\(name)\\?v=[0-9a-z]+"))).0
            let file = try await station.get(String(page[stamped.startIndex..<stamped.endIndex]))
            #expect(file.status == 200 && file.body.count > 1000)
            #expect(file.headers["content-type"]?.hasPrefix(type) == true)
            #expect(file.headers["cache-control"]?.contains("immutable") == true)
            #expect(
                try await station.get("/assets/\(name)").headers["cache-control"]?.contains("immutable")
                    == false)
        }
        #expect(try await station.get("/assets/icon.svg").body.hasPrefix("<svg"))
        #expect(try await station.get("/assets/other").status == 404)
    }

    @Test func `a what-if is asked by a form, and answered on a page`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(12))
        try await station.settle()
        let form = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"]
        let asked = try await station.ask(
            "POST", "/what-if", headers: form,
            body: "rulebook=shipped&from=2024-05-01&to=2024-05-06&text=&sellers=")
        #expect(asked.status == 303, "\(asked.body)")
        let place = try #require(asked.headers["location"])
        var page = try await station.get("\(place)?lang=en")
        for _ in 0..<400 where !page.body.contains("id=\"transitions\"") {
            try await Task.sleep(for: .milliseconds(25))
            page = try await station.get("\(place)?lang=en")
        }
        #expect(page.body.contains("orders that change</span><span class=\"value\">0</span>"), "\(page.body)")
        #expect(page.body.contains("of 12"))
        let broken = try await station.ask(
            "POST", "/what-if?lang=en", headers: form, body: "text=name%3A+%3Cb%3Ebroken")
        #expect(
            broken.status == 422 && broken.body.contains("name: &lt;b&gt;broken</textarea>"), "\(broken.body)"
        )
        #expect(broken.body.contains("class=\"notice bad\""))
        let nothing = try await station.ask("POST", "/what-if", headers: form, body: "text=")
        #expect(nothing.status == 400 && nothing.body.contains("class=\"notice bad\""))
    }
}

extension Station {
    /// Waits until one view has read the log to its end, whatever the others do.
    func settle(_ view: String) async throws {
        while true {
            let status = try await get("/api/v1/status").rows("views").first { $0["view"] as? String == view }
            let reached = (status?["position"] as? NSNumber)?.uint64Value ?? 0
            if status?["phase"] as? String == "following", reached >= log.durable { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
