import Explaining
import HTTPTypes
import Hummingbird

/// Where somebody with a token and a browser comes in.
enum SignInPage {
    static let all: [Route] = [
        Route(.get, "/sign-in", role: nil) { call in
            var query = try call.form()
            let isWrong = query.text("wrong") != nil
            try query.end()
            return page(Visit(call), isWrong: isWrong)
        },
        Route(.post, "/sign-in", role: nil, limit: 4 << 10) { call in
            let secret = try FormFields(try await call.body()).text("token").trimmed
            // Only what a token is made of, so that nothing else gets into a header.
            guard !secret.isEmpty, secret.utf8.allSatisfy({ isTokenByte($0) }), try call.knows(secret) else {
                return .redirect(to: Link("sign-in").with("wrong", "1").text)
            }
            var response = Response.redirect(to: "/")
            response.headers[.setCookie] =
                "\(Guard.cookie)=\(secret); Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"
                + (call.isEncrypted ? "; Secure" : "")
            return response
        },
        Route(.post, "/sign-out", role: nil) { _ in
            var response = Response.redirect(to: "/sign-in")
            response.headers[.setCookie] = "\(Guard.cookie)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
            return response
        },
    ]

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func page(_ visit: Visit, isWrong: Bool) -> Response {
        let language = visit.language
        let wrong: HTML =
            isWrong
            ? Notice(
                .bad, language("That is no token.", "令牌无效。"),
                language(
                    "It was not copied as a whole, or it was revoked.", "复制不完整，或令牌已被撤销。"),
                language("Copy it again.", "请重新复制。")
            ).html : .none
        let form: HTML = """
            \(wrong)<section aria-labelledby="token-title"><h2 id="token-title">\(language("A token is needed", "需要令牌"))</h2>
            <p class="lead">\(language(
                "Whoever runs the daemon makes one with firstmile token add NAME --role read. It stays in this browser for 30 days.",
                "由管理员通过 firstmile token add NAME --role read 生成，在本浏览器保存 30 天。"))</p>
            <form class="ask" method="post" action="/sign-in">
            <div><label for="token">\(language("Token", "令牌"))</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required maxlength="256"></div>
            <div><button>\(language("Sign in", "登录"))</button></div></form></section>
            """
        return Page(title: language("Sign in", "登录"), fixed: form).response(to: visit)
    }
}
