import Foundation
import Views

/// Where a page begins, as a text that nobody needs to read: it goes back as it came.
struct Cursor: Codable {
    private var view: String
    private var sort: String?
    private var isDescending: Bool
    private var key: Int64
    private var integer: Int64?
    private var real: Double?
    private var string: String?

    private enum CodingKeys: String, CodingKey {
        case view = "v", sort = "s", isDescending = "d", key = "k", integer = "i", real = "r", string = "t"
    }

    init(view: String, sort: String?, isDescending: Bool, place: PagePlace) {
        (self.view, self.sort, self.isDescending, key) = (view, sort, isDescending, place.key)
        switch place.value {
        case .integer(let number): integer = number
        case .real(let number): real = number
        case .text(let text): string = text
        case .null, nil: break
        }
    }

    /// - Throws: ``Problem`` for a text that is none of ours, or of another question.
    init(_ text: String, of view: String, sort: String?, isDescending: Bool) throws(Problem) {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/")
        let filled = padded + String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: filled),
            let cursor = try? JSONDecoder().decode(Cursor.self, from: data), cursor.view == view,
            cursor.sort == sort, cursor.isDescending == isDescending
        else {
            throw .parameter(
                "cursor", "the cursor belongs to another question, or was changed",
                fix: "send `next` of the page before, with the same sort and descending")
        }
        self = cursor
    }

    var text: String {
        let data = (try? JSONEncoder().encode(self)) ?? Data()
        let text = data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return text.replacing("=", with: "")
    }

    var place: PagePlace {
        let value: PagePlace.Value? =
            if let integer {
                .integer(integer)
            } else if let real {
                .real(real)
            } else if let string {
                .text(string)
            } else {
                sort == nil ? nil : .null
            }
        return PagePlace(value: value, key: key)
    }
}
