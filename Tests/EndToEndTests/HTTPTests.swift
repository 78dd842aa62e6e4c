import Foundation
import Testing

/// The API of the real daemon.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HTTPTests {
    /// Asks with the library that everybody has; prints the status, the content type and the body.
    private func ask(_ daemon: Daemon, _ path: String, _ more: String = "") throws -> (
        status: String, body: String
    ) {
        let script = """
            import sys, urllib.request, urllib.error
            request = urllib.request.Request(sys.argv[1] + sys.argv[2])
            \(more)
            try:
                answer = urllib.request.urlopen(request, timeout=20)
            except urllib.error.HTTPError as error:
                answer = error
            print(answer.status, answer.headers.get("Content-Type"))
            sys.stdout.write(answer.read().decode())
            """
        let said = try Command(Command.python, ["-c", script, try daemon.api, path])
        try #require(said.status == 0, "\(said.errors)")
        let end = said.text.firstIndex(of: "\n") ?? said.text.endIndex
        return (String(said.text[..<end]), String(said.text[end...].dropFirst()))
    }

    @Test func `what is published over ZeroMQ is asked for over HTTP, and the other way round`() throws {
        let daemon = try Daemon.started()
        let published = try daemon.publish(Sample.order)
        #expect(published.status == 0, "\(published.text)\(published.errors)")
        try daemon.settle()
        let status = try ask(daemon, "/api/v1/status")
        #expect(status.status == "200 application/json")
        let rows = try ask(daemon, "/api/v1/views/compliance")
        #expect(rows.body.contains("\"orderId\":\"8190000000000001\""), "\(rows.body)")
        let order = try ask(daemon, "/api/v1/orders/8190000000000001")
        #expect(order.status == "200 application/json" && order.body.contains("order-declared"))
        let metrics = try ask(daemon, "/metrics")
        #expect(metrics.status == "200 text/plain; version=0.0.4; charset=utf-8")
        #expect(metrics.body.contains("\n# TYPE firstmile_"), "\(metrics.body.prefix(300))")
        let ready = try ask(daemon, "/health/ready")
        #expect(ready.status == "200 application/json" && ready.body.contains("\"ready\":true"), "\(ready)")
        #expect(try ask(daemon, "/health/live").body == "{\"alive\":true}")
        let missing = try ask(daemon, "/api/v1/orders/1")
        #expect(missing.status == "404 application/problem+json")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `a daemon with listeners ends when it is asked to`() throws {
        let daemon = try Daemon.started()
        let listener = Process()
        listener.executableURL = URL(filePath: Command.python)
        listener.arguments = [
            "-c", "import sys,urllib.request; urllib.request.urlopen(sys.argv[1]).read()",
            try daemon.api + "/api/v1/events/stream",
        ]
        listener.standardError = FileHandle.nullDevice
        try listener.run()
        Thread.sleep(forTimeInterval: 1)
        let asked = Date()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        #expect(Date().timeIntervalSince(asked) < 10)
        listener.waitUntilExit()
    }

    @Test func `an address that strangers reach needs tokens`() throws {
        let daemon = try Daemon()
        let refused = try Command(
            Daemon.executable.path, ["serve", "--data", daemon.directory.path, "--http", "0.0.0.0:0"])
        #expect(refused.status != 0)
        #expect(refused.errors.contains("firstmile token add"), "\(refused.errors)")
        let made = try Command.firstmile("token", "add", "shift", "--data", daemon.directory.path)
        #expect(made.status == 0 && made.text.hasPrefix("fm_"))
        let listed = try Command.firstmile(
            "token", "list", "--format", "ndjson", "--data", daemon.directory.path)
        #expect(listed.objects.first?["token"] as? String == "shift" && !listed.text.contains("hash"))
        try daemon.start(environment: ["FIRSTMILE_HTTP": "0.0.0.0:0"])
        #expect(try ask(daemon, "/api/v1/status").status == "401 application/problem+json")
        #expect(try ask(daemon, "/metrics").status == "401 application/problem+json")
        #expect(try ask(daemon, "/health/live").status == "200 application/json")
        #expect(!(try ask(daemon, "/health/ready").body.contains("checks")))
        let secret = made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let header = "request.add_header('Authorization', 'Bearer \(secret)')"
        #expect(try ask(daemon, "/api/v1/status", header).status == "200 application/json")
        let revoked = try Command.firstmile("token", "revoke", "shift", "--data", daemon.directory.path)
        #expect(revoked.status == 0)
        #expect(try ask(daemon, "/api/v1/status", header).status == "401 application/problem+json")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `with a certificate it speaks TLS and nothing else`() throws {
        let daemon = try Daemon()
        let chain = daemon.directory.appending(path: "chain.pem").path
        let key = daemon.directory.appending(path: "key.pem").path
        let made = try Command(
            "/usr/bin/openssl",
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                + ["-keyout", key, "-out", chain, "-subj", "/CN=localhost"]
                + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        try #require(made.status == 0, "\(made.errors)")
        try daemon.start(environment: [
            "FIRSTMILE_HTTP": "127.0.0.1:0", "FIRSTMILE_HTTP_CERTIFICATE": chain, "FIRSTMILE_HTTP_KEY": key,
        ])
        let url = try daemon.api
        #expect(url.hasPrefix("https://"))
        let script = """
            import ssl, sys, urllib.request
            def ask(url, context):
                try:
                    answer = urllib.request.urlopen(url + "/api/v1/status", timeout=20, context=context)
                    return f"{answer.status} {answer.headers.get('Strict-Transport-Security')}"
                except Exception as error:
                    return type(getattr(error, "reason", error)).__name__
            known = ssl.create_default_context(cafile=sys.argv[2])
            print(ask(sys.argv[1], known))
            print(ask(sys.argv[1], ssl.create_default_context()))
            print(ask(sys.argv[1].replace("https", "http"), None))
            old = ssl.create_default_context(cafile=sys.argv[2])
            old.maximum_version = ssl.TLSVersion.TLSv1_1
            print(ask(sys.argv[1], old))
            """
        let said = try Command(Command.python, ["-W", "ignore", "-c", script, url, chain])
        let lines = said.text.split(separator: "\n").map(String.init)
        try #require(lines.count == 4, "\(said.text)\(said.errors)")
        #expect(lines[0] == "200 max-age=31536000")
        #expect(lines[1] == "SSLCertVerificationError")
        #expect(!lines[2].hasPrefix("200") && !lines[3].hasPrefix("200"), "\(lines)")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `chance finds no answer that the document does not describe`() throws {
        let daemon = try Daemon.started()
        let published = try daemon.publish(Sample.order)
        #expect(published.status == 0)
        try daemon.settle()
        let document = Daemon.root.appending(path: "Schemas/openapi.yaml").path
        // The seed is fixed: a document and a daemon that agree go on agreeing.
        let tried = try Command(
            Command.python,
            ["-m", "schemathesis.cli", "--no-color", "run", document, "--url", try daemon.api]
                + ["--max-examples", "10", "--seed", "20231101", "--request-timeout", "20"]
                // Streams do not end.
                + ["--exclude-operation-id", "streamEvents", "--exclude-operation-id", "streamChanges"]
                // The document cannot say which filter belongs to which view, nor what an event's data are.
                + ["--exclude-checks", "positive_data_acceptance"],
            in: daemon.directory)
        #expect(tried.status == 0, "\(tried.text.suffix(6000))\(tried.errors.suffix(2000))")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }
}
