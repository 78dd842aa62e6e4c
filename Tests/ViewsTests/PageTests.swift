import Testing
import Vocabulary

@testable import Views

struct PageTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run(Compliance.self, ListSource(DeliveryTests.story.records))
    }

    /// Every order, page by page.
    private func all(_ size: Int, _ change: (inout ViewFilter) -> Void) throws -> [String] {
        var filter = ViewFilter()
        change(&filter)
        let reader = try bench.reader("compliance")
        var (orders, place) = ([String](), nil as PagePlace?)
        repeat {
            let page = try reader.page(filter, after: place, limit: size)
            #expect(page.table.rows.count <= size)
            orders += page.table.rows.map { String($0[0].text.suffix(1)) }
            place = page.next
        } while place != nil
        return orders
    }

    @Test(arguments: [1, 2, 3, 100])
    func `pages of any size show the same rows as one`(_ size: Int) throws {
        for sort in [nil, "orderId", "deliveredAt", "deadlineAt", "sellerId", "abnormal", "status"] {
            for isDescending in [false, true] {
                let whole = try all(100) {
                    $0.sort = sort; $0.isDescending = isDescending
                }
                #expect(
                    Set(whole) == ["1", "2", "3", "4", "y"] && whole.count == 5, "\(sort ?? "") \(whole)")
                #expect(
                    try all(size) {
                        $0.sort = sort; $0.isDescending = isDescending
                    } == whole)
            }
        }
    }

    @Test func `rows without a value come first, or last when the largest come first`() throws {
        let up = try all(2) { $0.sort = "deliveredAt" }
        let down = try all(2) {
            $0.sort = "deliveredAt"; $0.isDescending = true
        }
        #expect(up == down.reversed())
        #expect(down.first == "3")
    }

    @Test func `only the sellers that one may see are shown`() throws {
        #expect(try all(2) { $0.sellers = ["store-0"] } == ["2", "4"])
        #expect(
            try all(2) {
                $0.sellers = ["store-0"]; $0.seller = "store-1"
            }.isEmpty)
        #expect(try all(2) { $0.sellers = [] }.isEmpty)
    }
}
