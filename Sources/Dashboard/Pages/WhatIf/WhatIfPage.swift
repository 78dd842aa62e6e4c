import Explaining
import HTTPTypes
import Hummingbird
import Replay
import Rulebook
import Vocabulary
import Wire

/// What if: a rulebook is chosen or pasted, a range is chosen, and the difference is shown.
enum WhatIfPage {
    static let all: [Route] = [
        .get("/what-if", role: .ops) { call in
            var query = try call.form()
            try query.end()
            return try await page(Visit(call), nil, FormFields([]))
        },
        .post("/what-if", role: .ops, limit: 2400 << 10) { call in try await begin(call) },
    ]

    private static func begin(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        guard call.contentType == "application/x-www-form-urlencoded" else {
            throw Problem.contentType(call.contentType, allowed: ["application/x-www-form-urlencoded"])
        }
        let fields = try FormFields(try await call.body())
        do {
            let recorded = try await RulebookRoutes.files(call)
            let own = call.principal.sellers
            let body = fields.question
            let question = try await call.house.views.run {
                try WhatIfQuestion(JSONMembers(body), recorded: recorded, own: own)
            }
            let job = try call.house.jobs.add(
                question.study, recorded, question: question.json, owner: call.principal.hash)
            return .redirect(to: Link("what-if", "\(job.id)").text)
        } catch let problem as Problem {
            // What was filled in is still there beside what is wrong with it.
            return try await page(visit, problem, fields)
        }
    }

    private static func page(_ visit: Visit, _ problem: Problem?, _ fields: FormFields) async throws
        -> Response
    {
        let language = visit.language
        let files = try await RulebookRoutes.files(visit.call)
        let notice: HTML = problem.html { problem in
            let what = problem.field.map { "\($0): \(problem.title)" } ?? problem.title
            return Notice(.bad, what, problem.detail, problem.fix ?? "").html
        }
        let form = WhatIfForm(files: files, fields: fields, language: language).html
        let jobs = visit.house.jobs.list.filter { visit.call.maySee($0) }
        let list = Section(id: "jobs", title: language("Asked before", "历史任务")).holding(
            WhatIfResultPage.list(jobs, visit))
        return Page(
            tab: .whatIf, title: language("What if", "假设推演"), fixed: "\(notice)\(form)", live: list,
            pace: jobs.contains { !$0.state.isOver } ? 2 : nil, status: problem?.status ?? .ok
        ).response(to: visit)
    }
}

/// What came of a form.
struct FormFields: Sendable {
    private var values: [String: [String]] = [:]

    /// - Throws: ``Problem`` for what is not percent-encoded UTF-8.
    init(_ body: [UInt8]) throws(Problem) {
        for part in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Query.decoded(halves[0], in: "body")
            let value = halves.count > 1 ? try Query.decoded(halves[1], in: name) : ""
            values[name, default: []].append(value)
        }
    }

    func text(_ name: String) -> String { values[name]?.last ?? "" }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// As the API asks it. Days are of Asia/Shanghai, and the last one counts.
    var question: [UInt8] {
        var out = JSONObjectText()
        func list(_ texts: [String]) -> String {
            "[\(texts.map { JSONText.quoted($0) }.joined(separator: ","))]"
        }
        let text = text("text").replacing("\r\n", with: "\n")
        out.raw("rulebooks", list(all("rulebook")))
        if !text.allSatisfy(\.isWhitespace) { out.raw("texts", list([text])) }
        if self.text("dated") == "true" { out.truth("dated", true) }
        if !self.text("from").isEmpty { out.text("from", "\(self.text("from"))T00:00:00+08:00") }
        if !self.text("to").isEmpty {
            let last = "\(self.text("to"))T00:00:00+08:00"
            out.text("to", Instant(rfc3339: last).map { ($0 + .days(1)).text } ?? last)
        }
        let sellers = self.text("sellers").split { $0 == "," || $0.isWhitespace }.map(String.init)
        if !sellers.isEmpty { out.raw("sellers", list(sellers)) }
        out.truth("scores", self.text("scores") == "true")
        return Array(out.end().utf8)
    }
}
