/// A bar in a cell: how much of the most there is, and how much of that is of a second kind. The figures stand beside it.
struct BarChart {
    /// Both of the whole width, 0 to 1.
    var share: Double
    var second: Double = 0

    var html: HTML {
        """
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="all" width="\(Self.width(share))" height="8"/>\
        <rect class="part" width="\(Self.width(second))" height="8"/></svg>
        """
    }

    private static func width(_ share: Double) -> String {
        "\((max(0, min(1, share.isFinite ? share : 0)) * 1000).rounded() / 10)"
    }
}
