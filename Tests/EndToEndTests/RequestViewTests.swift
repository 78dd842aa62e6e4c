import Foundation
import Testing

/// `firstmile view exemptions` and `view onboarding` through a real daemon.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RequestViewTests {
    private static func event(_ id: Int, _ type: String, _ time: String, _ data: String) -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"platform/demo","type":"firstmile.\#(type).v1","#
            + #""time":"\#(time)","data":{\#(data)}}"#
    }

    private static let story = [
        event(
            1, "exemption-requested", "2024-05-06T02:00:00Z",
            #""requestId":"ex-1","sellerId":"store-1","category":"battery-products","documents":["msds"]"#),
        event(
            2, "exemption-requested", "2024-05-06T03:00:00Z",
            #""requestId":"ex-1","sellerId":"store-1","category":"battery-products","#
                + #""documents":["msds","material-proof","carrier-qualification"]"#),
        event(
            3, "exemption-decided", "2024-05-07T15:00:00Z", #""requestId":"ex-1","decision":"approved""#),
        event(
            4, "exemption-requested", "2024-05-07T03:00:00Z",
            #""requestId":"ex-2","sellerId":"store-2","orderId":"1","documents":["msds"]"#),
        event(5, "provider-engaged", "2024-05-06T02:00:00Z", #""sellerId":"store-1","provider":"yanwen""#),
        event(
            6, "qualification-filed", "2024-05-06T03:00:00Z",
            #""sellerId":"store-1","provider":"yanwen","documents":["business-licence"],"#
                + #""registeredAddress":"1 Road","operatingAddress":"2 Road""#),
    ].joined(separator: "\n")

    private func daemon() throws -> Daemon {
        let daemon = try Daemon.started()
        #expect(try daemon.publish(Self.story).status == 0)
        try daemon.settle()
        return daemon
    }

    private func view(_ daemon: Daemon, _ arguments: String...) throws -> Command {
        let output = try Command(
            Daemon.executable.path, ["view"] + arguments + ["--data", daemon.directory.path])
        #expect(output.status == 0, "\(arguments): \(output.errors)")
        return output
    }

    @Test func `R6 requests are shown with what came of them, and our figures beside the source's`() throws {
        let daemon = try daemon()
        let rows = try view(daemon, "exemptions", "--format", "ndjson").objects
        #expect(rows.map { $0["requestId"] as? String } == ["ex-1", "ex-2"])
        #expect(rows[0]["requestedAt"] as? String == "2024-05-06T03:00:00.000Z")
        #expect(rows[0]["reviewWorkingDays"] as? Double == 1.5)
        #expect(rows.map { $0["outcome"] as? String } == ["approved", "undecided"])
        #expect(rows[1]["missing"] as? [String] == ["material-proof", "carrier-qualification"])
        let summary = try view(daemon, "exemptions", "--summary", "--format", "ndjson").objects
        #expect(summary.map { $0["value"] as? Double } == [1, 1.5])
        #expect(summary.map { $0["benchmark"] as? Double } == [0.683, 1.8])
        let one = try view(daemon, "exemptions", "--order", "1", "--format", "ndjson").objects
        #expect(one.map { $0["requestId"] as? String } == ["ex-2"])
        let table = try view(daemon, "exemptions", "--summary").text
        #expect(table.contains("the source says") && table.contains("0.683"), "\(table)")
    }

    @Test func `R8 an onboarding shows the missing step, since when, and the menu path`() throws {
        let daemon = try daemon()
        let rows = try view(daemon, "onboarding", "--open", "--format", "json").text
        let row = try #require(
            (try JSONSerialization.jsonObject(with: Data(rows.utf8)) as? [[String: Any]])?.first)
        #expect(row["missingStep"] as? String == "binding")
        #expect(row["since"] as? String == "2024-05-06T02:00:00.000Z")
        #expect((row["fixZh"] as? String)?.contains("【我的速卖通】→【物流服务】→【服务商管理】") == true)
        #expect(row["addressMismatch"] as? Bool == true && row["overdue"] as? Bool == false)
        let table = try view(daemon, "onboarding").text
        #expect(table.contains("binding") && table.contains("yanwen"), "\(table)")
        let summary = try view(daemon, "onboarding", "--summary", "--format", "csv").text
        #expect(summary.contains("binding-missing,1.0,1.0,1,0,0.926"), "\(summary)")
        let anomalies = try daemon.rows("anomalies", "--open").compactMap { $0["kind"] as? String }
        #expect(anomalies.sorted() == ["ADDRESS_MISMATCH", "QUALIFICATION_INCOMPLETE"])
    }

    @Test func `a view without figures of its own says so`() throws {
        let daemon = try daemon()
        let output = try Command.firstmile(
            "view", "score", "--summary", "--data", daemon.directory.path)
        #expect(output.status != 0)
        #expect(output.errors.contains("--summary: only exemptions and onboarding have one"))
    }
}
