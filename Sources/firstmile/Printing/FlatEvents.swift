import Foundation

/// CloudEvents in JSON as rows of CSV: attributes, some fields of the data, and all of the data as JSON.
///
/// It walks over the bytes of one line as our own writer made it; nothing is parsed into values.
struct FlatEvents {
    private static let attributes = [
        "position", "recordedtime", "origin", "cause", "type", "id", "source", "subject", "time", "sequence",
        "correlationid", "causationid",
    ]
    private static let fields = [
        "orderId", "sellerId", "provider", "trackingNumber", "country", "line", "warehouse", "erpAccount",
        "code",
        "place", "verdict", "amountFen",
    ]

    static let header = Array((attributes + fields + ["data"]).joined(separator: ",").utf8) + [0x0D, 0x0A]

    private let attributeColumns = Dictionary(
        uniqueKeysWithValues: attributes.enumerated().map { (Array($1.utf8), $0) })
    private let fieldColumns = Dictionary(
        uniqueKeysWithValues: fields.enumerated().map { (Array($1.utf8), attributes.count + $0) })
    private var cells: [ArraySlice<UInt8>] = []

    /// Replaces the JSON object at the end of the bytes by its row.
    mutating func flatten(_ bytes: inout [UInt8], from begin: Int) {
        cells = Array(repeating: [], count: Self.attributes.count + Self.fields.count + 1)
        let event = bytes[begin...]
        var data: ArraySlice<UInt8> = []
        Self.members(of: event) { key, value in
            if let column = attributeColumns[Array(key)] { cells[column] = value }
            if key.elementsEqual("data".utf8) { data = value }
        }
        Self.members(of: data) { key, value in
            if let column = fieldColumns[Array(key)] { cells[column] = value }
        }
        cells[cells.count - 1] = data
        var row: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { row.append(0x2C) }
            Self.append(cell, to: &row)
        }
        bytes.removeSubrange(begin...)
        bytes += row
        bytes += [0x0D, 0x0A]
    }

    /// Calls with each member's key, without quotes, and its value as it stands.
    private static func members(
        of object: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Void
    ) {
        var at = object.startIndex + 1
        while at < object.endIndex, object[at] == 0x22 {
            let keyEnd = end(of: object, from: at)
            let valueEnd = end(of: object, from: keyEnd + 1)
            body(object[(at + 1)..<(keyEnd - 1)], object[(keyEnd + 1)..<valueEnd])
            at = valueEnd + 1
        }
    }

    /// Where the value that begins there ends.
    private static func end(of bytes: ArraySlice<UInt8>, from start: Int) -> Int {
        var at = start
        var depth = 0
        while at < bytes.endIndex {
            switch bytes[at] {
            case 0x22:
                at += 1
                while at < bytes.endIndex, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                if depth == 0 { return at }
                depth -= 1
            case 0x2C, 0x3A: if depth == 0 { return at }
            default: break
            }
            at += 1
        }
        return at
    }

    /// A text without its quotes and escapes, anything else as it stands; in quotes when it must be.
    private static func append(_ value: ArraySlice<UInt8>, to row: inout [UInt8]) {
        var text = value
        if value.first == 0x22 {
            text = value.dropFirst().dropLast()
            if text.contains(0x5C) { text = unescaped(value) }
        }
        guard text.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            row += text
            return
        }
        row.append(0x22)
        for byte in text {
            row.append(byte)
            if byte == 0x22 { row.append(byte) }
        }
        row.append(0x22)
    }

    private static func unescaped(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = try? JSONSerialization.jsonObject(with: Data(value), options: .fragmentsAllowed) as? String
        return text.map { ArraySlice($0.utf8) } ?? value
    }
}
