import Explaining

/// A few figures side by side, each leading to what it counts.
struct Tile {
    var name: String
    var value: HTML
    var tone: Tone?
    var link: Link?
    var note: String = ""

    static func row(_ tiles: [Tile]) -> HTML { "<ul class=\"tiles\">\(tiles.map(\.html))</ul>" }

    private var html: HTML {
        let inner: HTML = """
            <span class="name">\(name)</span><span class="value">\(value)</span>\
            <span class="note">\(note)</span>
            """
        let kind = tone?.rawValue ?? "plain"
        guard let link else { return "<li class=\"tile \(kind)\"><div>\(inner)</div></li>" }
        return "<li class=\"tile \(kind)\"><a href=\"\(link)\">\(inner)</a></li>"
    }
}

extension HTML {
    /// A count with its digits in groups.
    static func count(_ number: Int) -> HTML {
        HTML(text: number < 0 ? "−\(Figures.grouped(UInt64(-number)))" : Figures.grouped(UInt64(number)))
    }
}
