public import HTTPTypes
public import Hummingbird
import NIOCore

extension Response {
    /// A whole text.
    public static func text(
        _ text: String, _ contentType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A whole text of JSON.
    public static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        .text(text, "application/json", status: status)
    }

    /// HTML.
    public static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        .text(html, "text/html; charset=utf-8", status: status)
    }
}
