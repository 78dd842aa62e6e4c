import Explaining
import Hummingbird
import HummingbirdCore
import Logging

/// Something to know before reading on: what, why, and what to do.
struct Notice {
    var tone: Tone
    var what: String
    var why: String
    var fix: String

    init(_ tone: Tone, _ what: String, _ why: String, _ fix: String) {
        (self.tone, self.what, self.why, self.fix) = (tone, what, why, fix)
    }

    var html: HTML {
        let why: HTML = why.isEmpty ? .none : " <span>\(why)</span>"
        return """
            <div class="notice \(tone.rawValue)" role="\(tone == .bad ? "alert" : "status")">
            <p><strong>\(what)</strong>\(why)</p><p class="fix">\(fix)</p></div>
            """
    }

    /// A part of a page that could not be made; the rest of it can.
    static func failed(_ error: any Error, _ visit: Visit) -> Notice {
        let language = visit.language
        guard let problem = (error as? Problem) ?? Problem(error) else {
            visit.call.logger.error(
                "a part of a page failed",
                metadata: ["path": "\(visit.call.request.uri.path)", "reason": "\(error)"])
            return Notice(
                .bad, language("This part could not be read.", "此部分无法读取。"), "",
                language("The daemon's log says more; try again in a moment.", "详情见服务日志；请稍后再试。"))
        }
        return Notice(
            .bad, language("This part could not be read.", "此部分无法读取。"), problem.detail,
            problem.fix ?? language("Try again in a moment.", "请稍后再试。"))
    }
}
