import Explaining
import Foundation
import HTTPTypes
import Hummingbird
import Views
import Vocabulary

/// One page: what stays, and what is fetched again whenever one of its views moves.
struct Page {
    var tab: Tab?
    var title: String
    /// Forms and what else must not change under somebody's fingers.
    var fixed: HTML = .none
    var live: HTML = .none
    /// The views it shows.
    var views: [ViewName] = []
    /// It is asked again this often, in seconds, whether a view moves or not; nil: it is not.
    var pace: Int?
    var status = HTTPResponse.Status.ok

    func response(to visit: Visit) -> Response {
        let live: HTML = "\(standing(visit))\(live)"
        var response: Response =
            visit.wantsFragment
            ? .page(live.markup, status: status) : .page(whole(visit, live), status: status)
        response.headers[.vary] = "Cookie, Accept-Language, X-Fragment"
        // Who chose a language keeps it.
        if (visit.call.request.uri.query ?? "").split(separator: "&").contains(where: {
            $0.hasPrefix("lang=")
        }) {
            response.headers[.setCookie] =
                "lang=\(visit.language.rawValue); Path=/; Max-Age=31536000; SameSite=Strict"
        }
        return response
    }

    private func whole(_ visit: Visit, _ live: HTML) -> String {
        let language = visit.language
        let page: HTML = """
            <!doctype html>
            <html lang="\(language("en", "zh-CN"))">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Firstmile</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/pages.css?v=\(PageFiles.stamp)">
            <script src="/assets/pages.js?v=\(PageFiles.stamp)" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">\(language("Skip to the content", "跳到正文"))</a>
            <header>
            <a class="brand" href="/"><span aria-hidden="true">▚</span> Firstmile</a>
            <nav aria-label="\(language("Pages", "页面"))"><ul>\(tabs(language))</ul></nav>
            \(search(language))
            <a class="language" href="\(Self.other(visit))" lang="\(language("zh-CN", "en"))" \
            hreflang="\(language("zh-CN", "en"))">\(language("中文", "English"))</a>
            </header>
            <main id="main" tabindex="-1" data-views="\(views.map(\.rawValue).joined(separator: " "))" \
            data-pace="\(pace.map { "\($0)" } ?? "")" data-now="\("\(visit.now.milliseconds)")">
            <h1>\(title)</h1>
            \(fixed)
            <div id="live">\(live)</div>
            </main>
            <footer><p><span id="pulse" role="status" data-on="\(language("live", "实时"))" \
            data-off="\(language("connection lost, trying again", "连接中断，正在重试"))"></span> \
            \(language("Times are of Asia/Shanghai.", "时间均为北京时间。")) Firstmile \(Self.version(visit))</p>\(signOut(visit))</footer>
            </body>
            </html>

            """
        return page.markup
    }

    /// Which version it is, is not a stranger's to know.
    private static func version(_ visit: Visit) -> String {
        visit.call.principal == .stranger ? "" : visit.house.version
    }

    private func signOut(_ visit: Visit) -> HTML {
        guard let name = visit.call.principal.name else { return .none }
        return """
            <form method="post" action="/sign-out"><p>\(name) \
            <button>\(visit.language("Sign out", "退出登录"))</button></p></form>
            """
    }

    private func tabs(_ language: Language) -> HTML {
        HTML(
            Tab.allCases.map { tab in
                let name = tab.name(language)
                return tab == self.tab
                    ? "<li><a href=\"\(tab.link)\" aria-current=\"page\">\(name)</a></li>"
                    : "<li><a href=\"\(tab.link)\">\(name)</a></li>"
            })
    }

    private func search(_ language: Language) -> HTML {
        """
        <form class="search" role="search" action="/find" method="get">
        <label for="find">\(language("Order or tracking number", "订单号或物流单号"))</label>
        <input id="find" name="q" type="search" autocomplete="off" spellcheck="false" maxlength="64" \
        placeholder="\(language("order or number", "订单号或物流单号"))">
        <button>\(language("Find", "查找"))</button>
        </form>
        """
    }

    /// The same page in the other language.
    private static func other(_ visit: Visit) -> Link {
        let uri = visit.call.request.uri
        let parts = uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? "" }
        let parameters = (uri.query ?? "").split(separator: "&").compactMap { part -> (String, String?)? in
            let halves = part.split(separator: "=", maxSplits: 1).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            guard halves.count == 2, halves[0] != "lang" else { return nil }
            return (halves[0], halves[1])
        }
        return Link(parts: parts).with(parameters + [("lang", visit.language("zh", "en"))])
    }
}
