/// A value day by day, 0 to 100, with its interval as a band; days without one are gaps.
struct TrendChart {
    struct Point {
        var label: String
        var value: Double?
        var low: Double?
        var high: Double?
    }

    var points: [Point]
    /// Reference lines, with what stands beside them.
    var preShipment: (value: Double, name: String)?
    var direct: (value: Double, name: String)?
    var label: String

    private static let (left, right, top, bottom) = (34.0, 786.0, 10.0, 190.0)

    var html: HTML {
        """
        <svg class="trend" viewBox="0 0 800 220" role="img" aria-label="\(label)">
        \(grid)\(reference(direct, "direct"))\(reference(preShipment, "pre"))\(runs)\(ends)</svg>
        """
    }

    private var grid: HTML {
        HTML(
            [0, 25, 50, 75, 100].map { value -> HTML in
                """
                <line class="grid" x1="\(text(Self.left))" x2="\(text(Self.right))" y1="\(y(Double(value)))" y2="\(y(Double(value)))"/>\
                <text x="28" y="\(text(Self.height(Double(value)) + 4))" text-anchor="end">\(value)</text>
                """
            })
    }

    private func reference(_ line: (value: Double, name: String)?, _ kind: StaticString) -> HTML {
        line.html { line in
            """
            <line class="\(kind.description)" x1="\(text(Self.left))" x2="\(text(Self.right))" y1="\(y(line.value))" \
            y2="\(y(line.value))"/><text x="\(text(Self.right))" y="\(text(Self.height(line.value) - 4))" \
            text-anchor="end">\(line.name)</text>
            """
        }
    }

    /// Bands and lines of days that follow one another.
    private var runs: HTML {
        let known = points.enumerated().filter { $0.element.value != nil }
        var pieces: [[Int]] = []
        for (index, _) in known {
            if let last = pieces.last?.last, last == index - 1 {
                pieces[pieces.count - 1].append(index)
            } else {
                pieces.append([index])
            }
        }
        let bands = pieces.map { run -> HTML in
            let upper = run.map { "\(x($0)),\(y(points[$0].high ?? points[$0].value ?? 0))" }
            let lower = run.reversed().map { "\(x($0)),\(y(points[$0].low ?? points[$0].value ?? 0))" }
            let line = run.map { "\(x($0)),\(y(points[$0].value ?? 0))" }.joined(separator: " ")
            return """
                <polygon class="spread" points="\((upper + lower).joined(separator: " "))"/>\
                <polyline class="mean" points="\(line)"/>
                """
        }
        let dots = known.map { index, point -> HTML in
            """
            <circle class="dot" cx="\(x(index))" cy="\(y(point.value ?? 0))" r="3"><title>\(point.label)</title></circle>
            """
        }
        return HTML(bands + dots)
    }

    private var ends: HTML {
        guard let first = points.first, let last = points.last else { return .none }
        return """
            <text x="\(text(Self.left))" y="210">\(first.label)</text>\
            <text x="\(text(Self.right))" y="210" text-anchor="end">\(last.label)</text>
            """
    }

    private func x(_ index: Int) -> String {
        let steps = Double(max(1, points.count - 1))
        return text(Self.left + (Self.right - Self.left) * Double(index) / steps)
    }

    private func y(_ value: Double) -> String { text(Self.height(value)) }

    private static func height(_ value: Double) -> Double {
        bottom - (bottom - top) * max(0, min(100, value.isFinite ? value : 0)) / 100
    }

    private func text(_ number: Double) -> String { RangeChart.text(number) }
}
