import Explaining
import Hummingbird
import Views
import Vocabulary

/// The notes on one anomaly, and a form for one more.
struct AnomalyNotes {
    private let visit: Visit
    private let anomaly: FoundAnomaly

    init(_ anomaly: FoundAnomaly, _ visit: Visit) { (self.anomaly, self.visit) = (anomaly, visit) }

    static let route = Route(.post, "/anomalies/{id}/notes", role: .ops, limit: 16 << 10) { call in
        guard call.contentType == "application/x-www-form-urlencoded" else {
            throw Problem.contentType(call.contentType, allowed: ["application/x-www-form-urlencoded"])
        }
        _ = try await NoteDesk(call).add(try FormFields(try await call.body()).text("text"))
        return .redirect(to: Link("anomalies", call.name("id")).text)
    }

    var list: HTML {
        get async {
            let language = visit.language
            let section = Section(
                id: "notes", title: language("Notes", "备注"),
                lead: "\(language("What people wrote: who looks into it, and what came of it.", "处理人与处理结果。"))"
            )
            return await section.html(visit) {
                let notes = try await NoteDesk(visit.call).notes(on: anomaly)
                guard !notes.isEmpty else {
                    return "<p class=\"empty\">\(language("There are none yet.", "暂无备注。"))</p>"
                }
                let moments = Moments(now: visit.now, language: language)
                let items = notes.map { note -> HTML in
                    let author = note.author.isEmpty ? language("at this machine", "本机用户") : note.author
                    return """
                        <li><p class="when">\(moments.exact(note.at)) <span class="faint">\(author)</span></p>
                        <p class="what">\(note.text)</p></li>

                        """
                }
                return "<ol class=\"timeline\">\(items)</ol>"
            }
        }
    }

    /// Only for who may.
    var form: HTML {
        guard visit.call.principal.roles.contains(.ops) else { return .none }
        let language = visit.language
        return """
            <details id="write"><summary>\(language("Write a note", "写备注"))</summary>
            <form class="ask" method="post" action="\(Link("anomalies", "\(anomaly.id)", "notes"))">
            <div><label for="text">\(language("Note", "备注"))</label>
            <textarea id="text" name="text" rows="3" required maxlength="\("\(NoteShelf.mostBytes)")"></textarea></div>
            <div><button>\(language("Save", "保存"))</button></div></form></details>
            """
    }
}
