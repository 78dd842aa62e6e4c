import Foundation
import Glibc

/// One TCP connection to a server on this machine, and bytes as they are.
///
/// Unchecked: its test uses it step by step.
final class HTTPConnection: @unchecked Sendable {
    private let descriptor: Int32
    private(set) var received: [UInt8] = []
    private(set) var isClosed = false

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isThere = unsafe withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, length) == 0
            }
        }
        guard isThere else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// The same on a thread of its own: a test that waited on one of the few that run the server would wait for itself.
    @discardableResult
    func read(
        seconds: Double = 10, until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async -> String {
        await withCheckedContinuation { waiting in
            Thread { [self] in waiting.resume(returning: wait(seconds: seconds, until: isEnough)) }.start()
        }
    }

    /// Reads what comes until a condition holds, the other end hangs up, or the time is over.
    private func wait(seconds: Double, until isEnough: (String) -> Bool) -> String {
        let end = Date(timeIntervalSinceNow: seconds)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !isEnough(text), Date() < end, !isClosed {
            var wish = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&wish, 1, 50) > 0 else { continue }
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count <= 0 { isClosed = true } else { received += buffer[..<count] }
        }
        return text
    }

    var text: String { String(decoding: received, as: UTF8.self) }
}

/// An answer, taken apart.
struct HTTPAnswer {
    let status: Int
    let headers: [String: String]
    let body: String

    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        self.status = status
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        self.headers = headers
        let rest = String(text[end.upperBound...])
        body = headers["transfer-encoding"] == "chunked" ? Self.joined(rest) : rest
    }

    /// Chunks put together.
    private static func joined(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let end = rest.firstIndex(of: 0x0D),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
        {
            let start = end + 2
            guard start + size <= rest.endIndex else { break }
            bytes += rest[start..<start + size]
            rest = rest[(start + size)...].dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var object: [String: Any] {
        ((try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]) ?? [:]
    }

    func text(_ member: String) -> String? { object[member] as? String }
    func number(_ member: String) -> Int? { (object[member] as? NSNumber)?.intValue }
    func rows(_ member: String = "rows") -> [[String: Any]] { object[member] as? [[String: Any]] ?? [] }
}
