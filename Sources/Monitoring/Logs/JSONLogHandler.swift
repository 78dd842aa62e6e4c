import Foundation
import Glibc
public import Logging
import Vocabulary
import Wire

/// Writes each message as one line of JSON: `time`, `level`, `module`, `message`, and the metadata beside them.
///
/// Positions and other numbers stay numbers; `orderId` is there where a message is about an order. No message holds
/// what an event says of people.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel = Logger.Level.info
    private let module: String
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - label: the module, perhaps behind `firstmile.`.
    ///   - write: takes one line at a time, with its line break; any thread.
    public init(label: String, write: @escaping @Sendable ([UInt8]) -> Void) {
        module = label.hasPrefix("firstmile.") ? String(label.dropFirst("firstmile.".count)) : label
        self.write = write
    }

    /// To standard error, whole lines at a time.
    public static func standardError(label: String) -> JSONLogHandler {
        JSONLogHandler(label: label) { bytes in
            // One write a line: a pipe keeps lines of up to 4 KiB whole.
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var text = "{\"time\":\"\(Self.now)\",\"level\":\"\(event.level.rawValue)\",\"module\":"
        text += JSONText.quoted(module)
        text += ",\"message\":"
        text += JSONText.quoted("\(event.message)")
        var all = metadata.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            text += ","
            // The four names above are taken.
            text += JSONText.quoted(Self.own.contains(key) ? "\(key)_" : key)
            text += ":"
            Self.append(value, to: &text)
        }
        text += "}\n"
        write(Array(text.utf8))
    }

    private static let own: Set = ["time", "level", "module", "message"]

    /// RFC 3339 with milliseconds.
    private static var now: String {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).text
    }

    private static func append(_ value: Logger.Metadata.Value, to text: inout String) {
        switch value {
        case .string(let string): text += JSONText.quoted(string)
        case .stringConvertible(let it):
            if it is any BinaryInteger { text += "\(it)" } else { text += JSONText.quoted("\(it)") }
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                append(value, to: &text)
            }
            text += "]"
        case .dictionary(let values):
            text += "{"
            for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                text += JSONText.quoted(pair.key)
                text += ":"
                append(pair.value, to: &text)
            }
            text += "}"
        }
    }
}
