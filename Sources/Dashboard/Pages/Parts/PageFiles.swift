import CPageFiles
import HTTPTypes
import Hummingbird
import NIOCore

/// Style, script and icon, built into the program.
enum PageFiles {
    static let all: [Route] = [
        file("pages.css", "text/css; charset=utf-8"), file("pages.js", "text/javascript; charset=utf-8"),
        file("icon.svg", "image/svg+xml"),
    ]

    /// Changes whenever one of them does, so that browsers may keep them for good.
    static let stamp: String = {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for name in ["pages.css", "pages.js"] {
            for byte in bytes(named: name) { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        }
        return String(hash, radix: 36)
    }()

    /// Empty where there is none.
    static func bytes(named name: String) -> [UInt8] {
        guard let file = unsafe firstmile_page_file(name) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
    }

    private static func file(_ name: String, _ type: String) -> Route {
        let buffer = ByteBuffer(bytes: bytes(named: name))
        return .get("/assets/\(name)", role: nil) { call in
            var headers = HTTPFields()
            headers[.contentType] = type
            // Asked for by its stamp it is always the same.
            let isStamped = call.request.uri.query == "v=\(stamp)"
            headers[.cacheControl] = isStamped ? "public, max-age=31536000, immutable" : "public, max-age=60"
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: buffer))
        }
    }
}
