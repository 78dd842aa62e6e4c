import Vocabulary

/// When orders are placed: evenly over the days, unevenly over the hours of a day.
struct OrderCalendar {
    /// Milliseconds since 1970.
    let start: Int64
    let days: Int
    private let orders: Double
    private let seed: UInt64

    init(_ options: SimulationOptions) {
        start = options.start.milliseconds
        days = options.days
        orders = Double(options.orders)
        seed = options.seed
    }

    /// When an order was placed, in milliseconds. Never goes back from one order to the next.
    func birth(of order: UInt32) -> Int64 {
        var dice = Dice(seed: seed, .birth, UInt64(order))
        let passed = (Double(order) + dice.fraction()) / orders * Double(days)
        let day = passed.rounded(.down)
        return start + Int64(day) * Self.dayMs + Int64(Self.timeOfDay(passed - day) * Double(Self.dayMs))
    }

    /// When a seller binds the carrier it did not have before; spread over the middle half of the days.
    func binding(of seller: Int) -> Int64 {
        let share = 0.25 + 0.5 * Double(seller) / Double(Seller.all.count)
        return start + Int64(share * Double(days) * Double(Self.dayMs))
    }

    /// The biggest store's bad day: the one after seven tenths of the days. Nil in a stream of less than ten.
    var badDay: Range<Int64>? {
        guard days >= 10 else { return nil }
        let begin = start + Int64(days * 7 / 10) * Self.dayMs
        return begin..<begin + Self.dayMs
    }

    static let dayMs: Int64 = 86_400_000

    /// Where in the day, 0..<1, the given share of a day's orders has been placed.
    private static func timeOfDay(_ share: Double) -> Double {
        let wanted = share * hourly[24]
        var hour = 0
        while hour < 23, hourly[hour + 1] <= wanted { hour += 1 }
        let within = (wanted - hourly[hour]) / (hourly[hour + 1] - hourly[hour])
        return min((Double(hour) + within) / 24, 0.999_999_999)
    }

    /// Orders placed by the beginning of each hour (UTC), summed: buyers sleep in Europe's night.
    private static let hourly: [Double] =
        [0] + [3, 2, 2, 2, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7, 8, 9, 10, 10, 9, 7, 5].runningSums
}
