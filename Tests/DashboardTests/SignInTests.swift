import Foundation
import Testing

@testable import Dashboard

/// Coming in with a browser, and going out again.
@Suite(.timeLimit(.minutes(2)))
struct SignInTests {
    @Test func `a token is taken into a cookie that scripts cannot read`() async throws {
        var secret = ""
        let station = try await Station(host: "0.0.0.0") { directory in
            secret = try TokenFile(in: directory.path).add("reader", roles: [.read], sellers: [], at: "")
        }
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        let signed = try await station.ask("POST", "/sign-in", headers: form, body: "token=\(secret)")
        #expect(signed.status == 303 && signed.headers["location"] == "/")
        let cookie = try #require(signed.headers["set-cookie"])
        #expect(cookie.hasPrefix("firstmile-token=\(secret);"))
        #expect(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Secure"))
        let proxied = try await station.ask(
            "POST", "/sign-in", headers: form.merging(["X-Forwarded-Proto": "https"]) { $1 },
            body: "token=\(secret)")
        #expect(proxied.headers["set-cookie"]?.contains("; Secure") == true)
        let page = try await station.get("/", headers: ["Cookie": "firstmile-token=\(secret)"])
        #expect(page.body.contains("action=\"/sign-out\"") && page.body.contains("reader"))
        for bad in ["", "token=", "token=a%0d%0aSet-Cookie:x=1", "token=a;b", "token=fm_unknown"] {
            let answer = try await station.ask(
                "POST", "/sign-in", headers: form, body: bad.isEmpty ? "x=1" : bad)
            #expect(answer.headers["set-cookie"] == nil && answer.headers["location"] == "/sign-in?wrong=1")
        }
        let out = try await station.ask("POST", "/sign-out", headers: form, body: "x=1")
        #expect(out.headers["set-cookie"]?.contains("Max-Age=0") == true)
    }

    @Test func `beyond loopback a browser without a token is led to the page to sign in, and in with one`()
        async throws
    {
        var secret = ""
        let station = try await Station(host: "0.0.0.0") { directory in
            secret = try TokenFile(in: directory.path).add("reader", roles: [.read], sellers: [], at: "")
        }
        // Also with a cookie that is worth nothing any more: else there would be no way back.
        for cookie in ["", "firstmile-token=revoked"] {
            let headers = PageTests.browser.merging(cookie.isEmpty ? [:] : ["Cookie": cookie]) { $1 }
            let away = try await station.get("/", headers: headers)
            #expect(away.status == 303 && away.headers["location"] == "/sign-in", "\(cookie)")
            #expect(try await station.get("/sign-in", headers: headers).status == 200)
            #expect(try await station.get("/assets/pages.css", headers: headers).status == 200)
        }
        let signed = PageTests.browser.merging(["Cookie": "firstmile-token=\(secret)"]) { $1 }
        #expect(try await station.get("/", headers: signed).status == 200)
        // What-ifs need another role.
        let forbidden = try await station.get("/what-if?lang=en", headers: signed)
        #expect(forbidden.status == 403 && forbidden.body.contains("The token does not allow this"))
    }
}
