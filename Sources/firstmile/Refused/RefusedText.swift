import Explaining
import Quarantine
import Vocabulary
import Wire

/// An entry of the quarantine as people read it: what it is, the event with the wrong field marked, what would be
/// right.
struct RefusedText {
    let entry: QuarantineEntry

    func print() {
        let event = entry.event
        Terminal.print(
            Style.strong("Refused \(entry.id)") + " · \(event.eventID ?? "no id could be read") · "
                + (event.source ?? "no source could be read"))
        Terminal.print("")
        row("code", Style.bad(event.code) + (event.field.isEmpty ? "" : "  \(event.field)"))
        row("reason", event.reason)
        row("fix", Style.good(event.fix))
        row("refused", refused)
        row("from", "connection \(event.connection)" + (event.erpAccount.map { ", ERP account \($0)" } ?? ""))
        row("came as", event.contentType)
        if let resent = entry.resent {
            row("sent again", "\(text(resent.at)): \(resent.status) at position \(resent.position)")
        }
        Terminal.print("")
        for line in lines { Terminal.print("  \(line)") }
    }

    private var refused: String {
        let first = text(entry.event.refusedAt)
        return entry.times == 1
            ? first : "\(entry.times) times, from \(first) to \(text(entry.lastRefusedAt))"
    }

    private func row(_ title: String, _ text: String) {
        let lines = Terminal.wrapped(text, indent: 14)
        guard let first = lines.first else { return }
        Terminal.print(
            "  " + Style.faint(title) + String(repeating: " ", count: 12 - title.count) + first.dropFirst(14))
        for line in lines.dropFirst() { Terminal.print(line) }
    }

    private func text(_ time: Int64) -> String { Instant(nanoseconds: time).text }

    /// The event, the wrong field marked.
    var lines: [String] {
        guard entry.event.contentType != ContentType.protobuf.rawValue else { return hexadecimal }
        guard let outline = JSONOutline(entry.event.bytes) else { return excerpt }
        let path = EventEdit.path(of: entry.event.field)
        // A field that is missing is marked where it would belong.
        let parent = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? ""
        let isThere = outline.value(at: path) != nil
        let marked = entry.event.field.isEmpty ? nil : isThere ? path : parent
        var isMarked = false
        return outline.lines.map { line in
            guard line.path == marked, !isMarked else { return "  \(line.text)" }
            isMarked = true
            return Style.bad("→ \(line.text)")
                + Style.bad(
                    isThere ? "   ← \(entry.event.code)" : "   ← here \(entry.event.field) is missing")
        }
    }

    /// What is no JSON, as far as it can be shown.
    private var excerpt: [String] {
        let shown = String(decoding: entry.event.bytes.prefix(2000), as: UTF8.self)
        let lines = shown.split(whereSeparator: \.isNewline).prefix(40).map { line in
            "  "
                + line.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : String($0) }
                .joined()
        }
        return lines + rest(after: 2000)
    }

    /// Protobuf, sixteen bytes a line.
    private var hexadecimal: [String] {
        let bytes = entry.event.bytes.prefix(512)
        let lines = stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            let numbers = row.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            let text = row.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "·" }.joined()
            return "  " + numbers + String(repeating: " ", count: 50 - numbers.count) + text
        }
        return lines + rest(after: 512)
    }

    private func rest(after limit: Int) -> [String] {
        let more = entry.event.bytes.count - limit
        return more > 0 ? [Style.faint("… and \(more) bytes more; --raw prints all")] : []
    }
}
