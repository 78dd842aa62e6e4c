import Explaining
import Rulebook
import Vocabulary

/// The question, to be filled in.
struct WhatIfForm {
    let files: [RulebookFile]
    let fields: FormFields
    let language: Language

    var html: HTML {
        Section(
            id: "ask", title: language("Judge the log again", "重新判定历史"),
            lead: """
                \(language(
                    "Every decision is made again from the recorded facts. Nothing is changed by it.",
                    "依据已记录的事实重新判定，不改变任何数据。"))
                """
        ).holding(
            """
            <form class="ask" method="post" action="/what-if">
            <fieldset><legend>\(language("Under which rulebook", "使用规则"))</legend>\(choices)</fieldset>
            <div><label for="text">\(language("… or one that you paste (YAML)", "……或粘贴规则（YAML）"))</label>
            <p class="hint" id="text-hint">\(language(
                "firstmile rulebook show prints one to begin with.", "可用 firstmile rulebook show 导出后修改。"))</p>
            <textarea id="text" name="text" rows="8" spellcheck="false" aria-describedby="text-hint">\(fields.text("text"))</textarea></div>
            <div class="two">
            <div><label for="from">\(language("Handed over from", "交接起始日"))</label>\
            <input id="from" name="from" type="date" value="\(fields.text("from"))"></div>
            <div><label for="to">\(language("to, inclusive", "交接截止日（含）"))</label>\
            <input id="to" name="to" type="date" value="\(fields.text("to"))"></div>
            <div><label for="sellers">\(language("Stores (all if empty)", "店铺（空为全部）"))</label>\
            <input id="sellers" name="sellers" value="\(fields.text("sellers"))" autocomplete="off"></div>
            </div>
            <div><label class="choice"><input type="checkbox" name="dated" value="true"\(mark(fields.text("dated") == "true"))> \
            \(language("each only from its own date on", "各规则仅自其生效日起适用"))</label></div>
            <div><label class="choice"><input type="checkbox" name="scores" value="true"\(mark(fields.text("scores") != ""))> \
            \(language("the stores' scores too (takes longer)", "同时计算物流分（较慢）"))</label></div>
            <div><button>\(language("Show what would change", "查看变化"))</button></div>
            </form>
            """)
    }

    private func mark(_ isChosen: Bool) -> HTML { isChosen ? " checked" : .none }

    private var choices: HTML {
        let names = files.map(\.rules.identity.text)
        let chosen = fields.all("rulebook")
        let known = names.enumerated().filter { names.lastIndex(of: $0.element) == $0.offset }.map(\.element)
        let all = known.map { ($0, $0) } + [("shipped", language("the one built in", "内置规则"))]
        return HTML(
            all.map { value, name -> HTML in
                """
                <label class="choice"><input type="checkbox" name="rulebook" value="\(value)"\(mark(chosen.contains(value)))> \(name)</label>
                """
            })
    }
}
