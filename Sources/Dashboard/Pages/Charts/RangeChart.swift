import Explaining

/// A measured value with its interval on a scale, and reference lines beside it. The figures stand in the cells around it;
/// who does not see it hears them.
struct RangeChart {
    var value: Double
    var low: Double?
    var high: Double?
    var scale: ClosedRange<Double>
    /// What the source says of the pre-shipment network, and of direct shipping: never a result of ours.
    var preShipment: Double?
    var direct: Double?
    var label: String

    var html: HTML {
        let interval: HTML =
            if let low, let high {
                "<line class=\"spread\" x1=\"\(x(low))\" x2=\"\(x(high))\" y1=\"12\" y2=\"12\" stroke-width=\"3\"/>"
            } else {
                .none
            }
        return """
            <svg class="range" viewBox="0 0 208 24" role="img" aria-label="\(label)">\
            <line class="axis" x1="4" x2="204" y1="12" y2="12"/>\
            \(reference(direct, "direct"))\(reference(preShipment, "pre"))\(interval)\
            <circle class="mean" cx="\(x(value))" cy="12" r="4.5"/></svg>
            """
    }

    private func reference(_ value: Double?, _ kind: StaticString) -> HTML {
        value.html { value in
            "<line class=\"\(kind.description)\" x1=\"\(x(value))\" x2=\"\(x(value))\" y1=\"2\" y2=\"22\"/>"
        }
    }

    private func x(_ value: Double) -> String {
        let width = scale.upperBound - scale.lowerBound
        let share = width > 0 ? (value - scale.lowerBound) / width : 0.5
        return Self.text(4 + 200 * max(0, min(1, share.isFinite ? share : 0)))
    }

    static func text(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

    /// What the marks mean.
    static func key(_ language: Language) -> HTML {
        """
        <ul class="key">
        <li><svg viewBox="0 0 32 16" aria-hidden="true"><line class="spread" x1="2" x2="30" y1="9" y2="9"/>\
        <circle class="mean" cx="16" cy="9" r="5"/></svg> \(language("measured, with its 95 % interval", "实测值及 95% 区间"))</li>
        <li><svg viewBox="0 0 32 16" aria-hidden="true"><line class="pre" x1="16" x2="16" y1="1" y2="16"/></svg> \
        \(language("the source's figure for the pre-shipment network", "资料所载前置上网数值"))</li>
        <li><svg viewBox="0 0 32 16" aria-hidden="true"><line class="direct" x1="16" x2="16" y1="1" y2="16"/></svg> \
        \(language("the source's figure for direct shipping", "资料所载传统直发数值"))</li>
        </ul>
        """
    }
}
