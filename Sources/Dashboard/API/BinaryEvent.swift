import Foundation
import HTTPTypes
import Wire

/// An event whose attributes came as `ce-` headers and whose data is the body (CloudEvents 1.0, HTTP binding, 3.1).
struct BinaryEvent {
    private let attributes: [(name: String, value: String)]

    /// Nil where no header is an attribute.
    init?(_ headers: HTTPFields) throws(Problem) {
        var attributes: [(name: String, value: String)] = []
        for header in headers where header.name.canonicalName.hasPrefix("ce-") {
            let name = String(header.name.canonicalName.dropFirst(3))
            guard let value = header.value.removingPercentEncoding else {
                throw .parameter(
                    header.name.rawName, "\(header.value) is not percent-encoded UTF-8",
                    fix: "write what is not ASCII as %XX")
            }
            guard !attributes.contains(where: { $0.name == name }) else {
                throw .parameter(
                    header.name.rawName, "\(header.name.rawName) is there twice", fix: "send it once")
            }
            attributes.append((name, value))
        }
        guard !attributes.isEmpty else { return nil }
        self.attributes = attributes
    }

    /// The same event as one JSON object. What the body says is for the intake to judge.
    func structured(with data: [UInt8]) -> [UInt8] {
        var text = "{\"datacontenttype\":\"application/json\""
        for attribute in attributes {
            text += ",\(JSONText.quoted(attribute.name)):\(JSONText.quoted(attribute.value))"
        }
        return Array(text.utf8) + Array(",\"data\":".utf8) + data + [0x7D]
    }
}
