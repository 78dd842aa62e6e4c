import Explaining
import Vocabulary

/// Records as lines of a table that never ends: columns of a fixed width, the last as long as it must be.
struct RecordLines {
    let texts: EventText

    private static let widths = [9, 23, 16, 20]

    var header: String {
        let language = texts.language
        return Style.strong(
            cells([
                language("position", "位置"), language("time (\(LocalTime.zone))", "时间（北京时间）"),
                language("what", "事件"), language("order", "订单"), "",
            ]))
    }

    /// A decision is told from a fact by the sign before it: it follows from what stands above.
    func line(_ recorded: Recorded) -> String {
        let words = texts.words(recorded)
        let sign = recorded.origin == .decision ? "→ " : ""
        return cells([
            "\(recorded.position)", LocalTime.text(recorded.event.time), sign + words.name,
            recorded.event.payload.orderID?.text ?? "–", [words.detail].coloured,
        ])
    }

    private func cells(_ texts: [String]) -> String {
        var line = ""
        for (index, text) in texts.enumerated() {
            line += text
            guard index < Self.widths.count else { break }
            line += String(repeating: " ", count: max(0, Self.widths[index] - Terminal.width(text)) + 2)
        }
        return line
    }
}
