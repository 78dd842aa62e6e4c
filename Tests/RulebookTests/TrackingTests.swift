import Foundation
import Rulebook
import Testing
import Vocabulary

/// Code and milestone of every row of a shipped table.
private func rows(_ file: String) throws -> [(code: String, milestone: String)] {
    let text = try String(contentsOf: schemas.appending(path: "milestones/\(file)"), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return (String(cells[0]), String(cells[1]))
    }
}

struct MilestoneTests {
    @Test(arguments: [("cainiao", "cainiao.csv", 127), ("4px", "4px.csv", 76)])
    func `every row of a carrier's table is found`(provider: String, file: String, count: Int) throws {
        let provider = ProviderID(try #require(Token(provider)))
        let rows = try rows(file)
        #expect(rows.count == count)
        for (code, milestone) in rows {
            let seen = code.hasSuffix("*") ? code.dropLast() + "_ANY" : code[...]
            let token = try #require(Token(seen))
            #expect(shipped.milestone(provider, code: token)?.rawValue == milestone, "\(code)")
        }
    }

    @Test(arguments: [
        ("GTMS_ASN", Milestone.forecast), ("SC_INBOUND_SUCCESS", .originProcessing), ("LH_DEPART", .lineHaul),
        ("CC_EX_SUCCESS", .exportCustoms), ("CC_IM_SUCCESS", .importCustoms), ("GTMS_SIGNED", .delivered),
        ("COMMON_INTRANSIT", .forecast),
    ])
    func `cainiao's codes have their milestones`(code: String, milestone: Milestone) throws {
        #expect(shipped.milestone("cainiao", code: try #require(Token(code))) == milestone)
    }

    @Test func `a code means nothing at another provider, and an unknown one nowhere`() {
        #expect(shipped.milestone("4px", code: "GTMS_SIGNED") == nil)
        #expect(shipped.milestone("cainiao", code: "NEW_CODE") == nil)
        #expect(shipped.milestone("cainiao", code: "") == nil)
    }

    @Test(arguments: ["yanwen", "acme-express", "cainiao"] as [ProviderID])
    func `the aggregators' statuses hold for every provider`(provider: ProviderID) {
        #expect(shipped.milestone(provider, code: "InTransit_PickedUp") == .handover)
        #expect(shipped.milestone(provider, code: "Delivered_Other") == .delivered)
        #expect(shipped.milestone(provider, code: "InfoReceived") == .forecast)
    }

    @Test func `the closest rule wins: own before shared, whole before beginning, longer before shorter`() {
        let map = MilestoneMap([
            .init(provider: nil, code: "AB", milestone: .forecast),
            .init(provider: nil, code: "A*", milestone: .delay),
            .init(provider: "p", code: "A*", milestone: .exception),
            .init(provider: "p", code: "AB*", milestone: .lastMile),
            .init(provider: "p", code: "ABC", milestone: .delivered),
        ])
        #expect(map.milestone("p", code: "ABC") == .delivered)
        #expect(map.milestone("p", code: "ABD") == .lastMile)
        #expect(map.milestone("p", code: "AC") == .exception)
        #expect(map.milestone("p", code: "B") == nil)
        #expect(map.milestone("q", code: "AB") == .forecast)
        #expect(map.milestone("q", code: "ABC") == .delay)
    }
}

struct GoodsNamesTests {
    @Test func `a code has its names in the order of the file`() {
        #expect(
            shipped.goodsNames.names(of: "392690") == [
                "phone case", "plastic phone case", "plastic storage hook",
            ])
        #expect(shipped.goodsNames.names(of: "999999").isEmpty)
    }

    @Test(arguments: ["phone case", "  Phone   CASE ", "PHONE\tCASE"])
    func `a name is found however it is cased and spaced`(name: String) {
        #expect(shipped.goodsNames.codes(of: name) == ["392690"])
    }

    @Test func `a name that belongs to no code has none`() {
        #expect(shipped.goodsNames.codes(of: "phonecase").isEmpty)
    }
}
