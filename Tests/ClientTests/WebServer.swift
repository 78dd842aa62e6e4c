import Foundation

/// A TCP listener that greets every connection with a text and hangs up: a web server, say, on the wrong port.
final class WebServer: Sendable {
    let endpoint: String
    private let descriptor: Int32

    init(greeting: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRINUSE) }
        endpoint = "tcp://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread { [descriptor] in
            // Ends when the listener is closed.
            while case let peer = accept(descriptor, nil, nil), peer >= 0 {
                _ = unsafe greeting.withCString {
                    unsafe send(peer, $0, strlen($0), Int32(MSG_NOSIGNAL))
                }
                close(peer)
            }
        }.start()
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
