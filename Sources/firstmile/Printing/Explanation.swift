import Explaining
import Vocabulary

/// An order's story on a terminal.
struct Explanation {
    let story: OrderStory

    /// The lines to print.
    var lines: [String] {
        [Style.strong(story.title.joined(separator: " · ")), ""] + facts + [""] + timeline
            + ["", Style.strong(story.language("What to do now", "现在该做什么"))] + advice
    }

    private var facts: [String] {
        story.facts.map { fact in
            let space = String(repeating: " ", count: max(1, 10 - Terminal.width(fact.name)))
            return "  \(fact.name)\(space)\(fact.said.coloured)"
        }
    }

    private var timeline: [String] {
        let language = story.language
        var table = Table(language("time (\(LocalTime.zone))", "时间（北京时间）"), language("what", "事件"), "")
        let moments = story.timeline
        for moment in moments {
            table.add([LocalTime.text(moment.time), moment.name, [moment.detail].coloured])
        }
        var lines: [String] = []
        for (index, line) in table.fitted(to: Terminal.columns - 2).lines(indent: 2).enumerated() {
            lines.append(line)
            // Two lines are the table's header.
            if index >= 2 { lines += moments[index - 2].notes.flatMap(note) }
        }
        return lines
    }

    /// Notes stand under the second column.
    private func note(_ note: OrderStory.Note) -> [String] {
        let lines = Terminal.wrapped(note.said.coloured, indent: 27)
        return note.tone.map { tone in lines.map { Style(tone)($0) } } ?? lines
    }

    private var advice: [String] {
        story.advice.flatMap { advice in
            let value = advice.value.map { " → \(Style.strong($0))" } ?? ""
            return Terminal.wrapped("• \(advice.text)\(value)", indent: 2)
        }
    }
}

extension Style {
    init(_ tone: Tone) {
        self =
            switch tone {
            case .good: .good
            case .warning: .warning
            case .bad: .bad
            case .faint: .faint
            }
    }
}

extension [Said] {
    /// Coloured where a person looks.
    var coloured: String {
        map { said in said.tone.map { Style($0)(said.text) } ?? said.text }.joined()
    }
}
