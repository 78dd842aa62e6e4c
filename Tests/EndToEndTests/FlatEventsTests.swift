import Testing

@testable import firstmile

/// Rows of `log export --format csv`.
struct FlatEventsTests {
    private func row(_ json: String) -> [String] {
        var bytes = Array("before".utf8) + Array(json.utf8)
        var rows = FlatEvents()
        rows.flatten(&bytes, from: 6)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("before") && text.hasSuffix("\r\n"))
        return Self.cells(text.dropFirst(6).dropLast())
    }

    /// What a reader of CSV makes of a row (RFC 4180).
    private static func cells(_ row: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        var previous: Character?
        for character in row {
            if character == "\"" {
                if !isQuoted, previous == "\"" { cells[cells.count - 1] += "\"" }
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
            previous = character
        }
        return cells
    }

    private let columns = String(decoding: FlatEvents.header, as: UTF8.self).dropLast().split(separator: ",")
        .map(String.init)

    @Test func `every column has its value, and the data is there whole`() {
        let data =
            #"{"orderId":"8411","sellerId":"store-1","goods":[{"englishName":"cup, \"big\"","quantity":2}],"amountFen":1200}"#
        let cells = row(
            #"{"specversion":"1.0","id":"a-1","source":"erp/x","type":"firstmile.order-declared.v1","#
                + #""time":"2024-05-06T00:00:00.000Z","origin":"fact","position":12,"data":"# + data + "}")
        #expect(cells.count == columns.count)
        let found = Dictionary(uniqueKeysWithValues: zip(columns, cells))
        #expect(found["position"] == "12")
        #expect(found["id"] == "a-1")
        #expect(found["time"] == "2024-05-06T00:00:00.000Z")
        #expect(found["orderId"] == "8411")
        #expect(found["sellerId"] == "store-1")
        #expect(found["amountFen"] == "1200")
        #expect(found["provider"] == "")
        #expect(found["data"] == data)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "a,b"), (#"say \"hi\""#, #"say "hi""#), (#"back\\slash"#, #"back\slash"#),
        (#"two\nlines"#, "two\nlines"), ("店铺", "店铺"), (#"\u5e97"#, "店"), ("", ""), ("}{][:", "}{][:"),
    ])
    func `a text comes out as it was meant`(written: String, meant: String) {
        let cells = row(#"{"id":""# + written + #"","data":{"orderId":"7","place":""# + written + #""}}"#)
        let found = Dictionary(uniqueKeysWithValues: zip(columns, cells))
        #expect(found["id"] == meant)
        #expect(found["place"] == meant)
        #expect(found["orderId"] == "7")
    }
}
