import Explaining

/// A form that chooses rows: the page itself with other parameters, so that it works without any script.
struct Pick {
    struct Field {
        var name: String
        var label: String
        var value: String?
        /// What may be chosen, with what it is called; nil: anything may be typed.
        var options: [(value: String, name: String)]?
    }

    var action: Link
    var fields: [Field]

    func html(_ language: Language) -> HTML {
        let inputs = fields.map { field -> HTML in
            let id = "pick-\(field.name)"
            guard let options = field.options else {
                return """
                    <div><label for="\(id)">\(field.label)</label>\
                    <input id="\(id)" name="\(field.name)" value="\(field.value ?? "")" maxlength="64" \
                    autocomplete="off" spellcheck="false"></div>
                    """
            }
            let any: HTML = "<option value=\"\">\(language("any", "不限"))</option>"
            let all = options.map { option -> HTML in
                option.value == field.value
                    ? "<option value=\"\(option.value)\" selected>\(option.name)</option>"
                    : "<option value=\"\(option.value)\">\(option.name)</option>"
            }
            return """
                <div><label for="\(id)">\(field.label)</label>\
                <select id="\(id)" name="\(field.name)">\(any)\(all)</select></div>
                """
        }
        return """
            <form class="pick" action="\(action)" method="get">\(inputs)\
            <div><button>\(language("Show", "筛选"))</button></div>\
            <div><a href="\(action)">\(language("Reset", "重置"))</a></div></form>

            """
    }
}
