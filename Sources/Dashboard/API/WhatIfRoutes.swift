import HTTPTypes
import Hummingbird
import Replay
import Rulebook
import Vocabulary
import Wire

/// What if: the log judged again under other rules or other facts, as a job that is asked for until it is done.
enum WhatIfRoutes {
    static let all: [Route] = [
        .get("/api/v1/what-if", role: .ops) { call in
            try call.query().end()
            let jobs = call.house.jobs.list.filter { call.maySee($0) }.map { $0.json(limit: nil) }
            return .json("{\"jobs\":[\(jobs.joined(separator: ","))]}")
        },
        .post("/api/v1/what-if", role: .ops, limit: 1200 << 10) { call in try await begin(call) },
        .get("/api/v1/what-if/{id}", role: .ops) { call in
            var query = try call.query()
            let limit = try query.number("limit", in: 0...WhatIfJobs.listed) ?? 100
            try query.end()
            return .json(try job(call).json(limit: limit))
        },
        .delete("/api/v1/what-if/{id}", role: .ops) { call in
            try call.query().end()
            call.house.jobs.forget(try job(call).id)
            return Response(status: .noContent)
        },
    ]

    private static func job(_ call: Call) throws(Problem) -> WhatIfJobs.Job {
        let name = call.name("id")
        guard let job = Int(name).flatMap({ call.house.jobs.job($0) }), call.maySee(job) else {
            throw .unknown(
                "what-if", name, field: "id", fix: "GET /api/v1/what-if lists those that are known")
        }
        return job
    }

    private static func begin(_ call: Call) async throws -> Response {
        try call.query().end()
        guard call.contentType == "application/json" else {
            throw Problem.contentType(call.contentType, allowed: ["application/json"])
        }
        let recorded = try await RulebookRoutes.files(call)
        let body = try await call.body()
        let own = call.principal.sellers
        let question = try await call.house.views.run {
            try WhatIfQuestion(JSONMembers(body), recorded: recorded, own: own)
        }
        let job = try call.house.jobs.add(
            question.study, recorded, question: question.json, owner: call.principal.hash)
        var response = Response.json(job.json(limit: nil), status: .accepted)
        response.headers[.location] = "/api/v1/what-if/\(job.id)"
        return response
    }
}

extension Call {
    /// Whoever may see everything, and whoever asked for it.
    func maySee(_ job: WhatIfJobs.Job) -> Bool {
        principal.sellers == nil || job.owner == principal.hash
    }
}

extension WhatIfJobs.Job {
    /// - Parameter limit: of the orders that change; nil leaves the answer out.
    func json(limit: Int?) -> String {
        var out = JSONObjectText()
        out.raw("id", "\(id)")
        out.raw("question", question)
        switch state {
        case .waiting: out.text("state", "waiting")
        case .running(let stage, let done, let all):
            out.text("state", "running")
            out.text("stage", stage)
            out.number("done", done)
            out.number("all", all)
        case .failed(let reason):
            out.text("state", "failed")
            out.text("reason", reason)
        case .done(let answer):
            out.text("state", "done")
            if let limit {
                out.raw(
                    "answer",
                    answer.whatIf.json(
                        before: answer.before, after: answer.after, facts: answer.facts, limit: limit))
            }
        }
        return out.end()
    }
}
