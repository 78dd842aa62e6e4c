import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ViewAPITests {
    @Test func `every row comes once, page by page, in both directions and by any column`() async throws {
        let station = try await Station()
        #expect(try await station.publish(Orders.day(23)).status == 200)
        try await station.settle()
        for order in ["", "&sort=uploadedAt", "&sort=deadlineAt", "&sort=status", "&sort=orderId"] {
            for direction in ["", "&descending=true"] {
                var (seen, cursor, pages) = ([String](), "", 0)
                repeat {
                    let page = try await station.get(
                        "/api/v1/views/compliance?limit=5\(order)\(direction)"
                            + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
                    #expect(page.status == 200, "\(page.body)")
                    seen += page.rows().compactMap { $0["orderId"] as? String }
                    cursor = page.text("next") ?? ""
                    pages += 1
                } while !cursor.isEmpty && pages < 20
                #expect(pages == 5, "\(order)\(direction)")
                #expect(Set(seen).count == 23 && seen.count == 23, "\(order)\(direction): \(seen)")
                if order == "&sort=orderId" {
                    #expect(seen == (direction.isEmpty ? seen.sorted() : seen.sorted().reversed()))
                }
            }
        }
    }

    @Test func `rows are filtered by the view's columns`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(12))
        try await station.settle()
        func count(_ query: String) async throws -> Int {
            let answer = try await station.get("/api/v1/views/compliance?\(query)")
            #expect(answer.status == 200, "\(answer.body)")
            return answer.rows().count
        }
        #expect(try await count("sellerId=store-0") == 6)
        #expect(try await count("orderId=\(Orders.id(4))") == 1)
        #expect(try await count("openDeadline=true") == 4)
        #expect(try await count("status=compliant&sellerId=store-1") == 4)
        #expect(try await count("country=fr") == 0)
        let row = try await station.get("/api/v1/views/compliance?orderId=\(Orders.id(4))").rows()[0]
        #expect(row["status"] as? String == "compliant")
        #expect(row["abnormal"] as? Bool == false)
        #expect(row["findings"] as? [String] == [])
        #expect(row["deadlineAt"] as? String == "2024-05-06T04:04:00.000Z")
    }

    @Test func `what was seen is not sent again`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(3))
        try await station.settle()
        let first = try await station.get("/api/v1/views/compliance")
        let tag = try #require(first.headers["etag"])
        let again = try await station.get("/api/v1/views/compliance", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == tag)
        try await station.publish([Orders.declared(100)])
        try await station.settle()
        let changed = try await station.get("/api/v1/views/compliance", headers: ["If-None-Match": tag])
        #expect(changed.status == 200 && changed.rows().count == 4)
    }

    @Test func `atLeast shows what was just published, and says where the view is when it cannot`()
        async throws
    {
        let station = try await Station()
        let published = try await station.publish([Orders.declared(1)])
        let position = try #require(published.rows("replies")[0]["position"] as? Int)
        let answer = try await station.get(
            "/api/v1/views/compliance?atLeast=\(position + 1)&orderId=\(Orders.id(1))")
        #expect(answer.rows().count == 1)
        #expect((answer.number("position") ?? 0) > position)
        let beyond = try await station.get("/api/v1/views/compliance?atLeast=1000000")
        #expect(beyond.status == 409)
        #expect(beyond.text("field") == "atLeast" && beyond.number("position") != nil)
    }

    @Test(arguments: [
        ("colour=red", "colour"), ("limit=0", "limit"), ("limit=x", "limit"), ("status=fine", "status"),
        ("country=Spain", "country"), ("abnormal=maybe", "abnormal"), ("sort=price", "sort"),
        ("cursor=abc", "cursor"), ("atLeast=-1", "atLeast"), ("kind=LOST", "kind"),
        ("sellerId=a&sellerId=b", "sellerId"), ("sellerId=%FF", "sellerId"),
        ("orderId=\(String(repeating: "9", count: 40))", "orderId"),
    ])
    func `a parameter that cannot be used is named`(_ query: String, _ field: String) async throws {
        let station = try await Station()
        let answer = try await station.get("/api/v1/views/compliance?\(query)")
        #expect(answer.status == 400, "\(answer.body)")
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(answer.text("field") == field, "\(answer.body)")
        for member in ["type", "title", "detail", "fix"] { #expect(answer.text(member)?.isEmpty == false) }
        #expect(answer.number("status") == 400)
    }

    @Test func `every view can be asked, and says what it can be asked for`() async throws {
        let station = try await Station()
        try await station.publish(Orders.day(6))
        try await station.settle()
        let list = try await station.get("/api/v1/views").rows("views")
        #expect(list.count == 6)
        for view in list.compactMap({ $0["name"] as? String }) + ["network"] {
            let answer = try await station.get("/api/v1/views/\(view)?limit=2")
            #expect(answer.status == 200, "\(view): \(answer.body)")
            #expect(answer.text("view") == view)
        }
        #expect(
            try await station.get("/api/v1/views/score?by=country&asOf=2024-05-20T00:00:00Z").rows().count
                == 1)
        #expect(
            try await station.get("/api/v1/views/score?explain=store-0&asOf=2024-05-20T00:00:00Z").rows()
                .count == 1
        )
        #expect(try await station.get("/api/v1/views/score?by=planet").text("field") == "by")
        #expect(try await station.get("/api/v1/views/nonsense").status == 404)
    }
}
