import Explaining
import HTTPTypes
import Hummingbird

/// What went wrong, for somebody who looks at pages: what, why, and what to do.
enum ProblemPage {
    /// Whether the one who asks reads HTML, and asked for a page.
    static func suits(_ request: Request) -> Bool {
        let path = request.uri.path
        let isProgram = ["/api/", "/metrics", "/health", "/assets/"].contains { path.hasPrefix($0) }
        return !isProgram && (request.headers[.accept] ?? "").contains("text/html")
    }

    static func response(_ problem: Problem, _ call: Call) -> Response {
        let visit = Visit(call)
        if problem.status == .unauthorized { return .redirect(to: "/sign-in") }
        let language = visit.language
        let title = Self.title(problem, language)
        let field: HTML = problem.field.html { "<p><code>\($0)</code></p>" }
        let notice = Notice(
            problem.status.code >= 500 ? .bad : .warning, title, problem.detail,
            problem.fix ?? language("Go back, and try something else.", "请返回重试。"))
        let body: HTML = """
            \(notice.html)\(field)
            <p><a href="/">\(language("To the first page", "返回首页"))</a> · <a href="/orders">\(language("Orders", "订单"))</a></p>
            """
        var response = Page(title: title, fixed: body, status: problem.status).response(to: visit)
        for header in problem.headers { response.headers[header.name] = header.value }
        return response
    }

    private static func title(_ problem: Problem, _ language: Language) -> String {
        switch problem.status {
        case .notFound: language("There is nothing here", "没有此内容")
        case .badRequest: language("This cannot be understood", "请求有误")
        case .forbidden: language("The token does not allow this", "令牌无权限")
        case .serviceUnavailable: language("Not at the moment", "暂时不可用")
        case .tooManyRequests: language("Too many questions at once", "请求过于频繁")
        default: problem.title
        }
    }
}
