import Foundation
import Rulebook
import Testing
import Vocabulary

@testable import Simulate

struct ArithmeticTests {
    @Test(arguments: Array(stride(from: -8.0, through: 8.0, by: 0.37)))
    func `our own exponential agrees with the library's to six digits`(power: Double) {
        #expect(abs(Dice.exponential(power) / exp(power) - 1) < 1e-6)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_709_251_199_001, "2024-02-29T23:59:59.001Z"),
        (1_735_689_600_000, "2025-01-01T00:00:00.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `times are written as the calendar has them`(time: Int64, text: String) {
        var bytes: [UInt8] = []
        bytes.append(time: time)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (UInt64(0), 1, "0"), (7, 3, "007"), (1234, 2, "1234"), (.max, 1, "18446744073709551615"),
    ])
    func `numbers are padded, never cut`(number: UInt64, width: Int, text: String) {
        var bytes: [UInt8] = []
        bytes.append(number, width: width)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    /// The worked example of R33, and the cases' 510 g and 299 g.
    @Test(arguments: [
        (Int64(250), true, true, true, Int64(5108)), (510, false, false, true, 3870),
        (299, true, false, true, 4928), (300, false, false, false, 4050),
    ])
    func `R27 to R33 a fee is reckoned as the source does`(
        grams: Int64, isDDP: Bool, hasBattery: Bool, hasCoupon: Bool, fen: Int64
    ) throws {
        var parcel = Simulate.Parcel()
        parcel.grams = grams
        parcel.isDDP = isDDP
        // With a battery, but of another category: the general surcharge.
        parcel.isCustom = hasBattery
        let article = Article.all.firstIndex { $0.traits.contains(.battery) == hasBattery }
        parcel.article = try #require(article)
        let carrier = Carrier.all[Carrier.cainiao]
        #expect(Tariff.fee(parcel, by: carrier, withCoupon: hasCoupon) == fen)
    }

    @Test(arguments: Carrier.all.indices.dropLast())
    func `R28 the carriers' prices and limits are the shipped rulebook's`(index: Int) throws {
        let carrier = Carrier.all[index]
        let rules = RulebookFile.shipped.rules
        let id = try #require(Token("\(carrier.line)"))
        let card = try #require(rules.fees.card(id, at: SimulationOptions.usualStart))
        #expect(card.firstPrice == Fen(carrier.firstFen) && card.stepPrice == Fen(carrier.stepFen))
        let line = try #require(rules.lines.first { $0.id == LineID(id) })
        #expect(Int64(line.maxWeight.amount) == carrier.mostGrams)
        #expect(line.accepts.contains(.battery) == carrier.takes.contains(.battery))
        #expect(line.accepts.contains(.cosmetic) == carrier.takes.contains(.cosmetic))
    }

    @Test(arguments: UInt64(1)...20)
    func `the heap gives back what was put in, least first`(seed: UInt64) {
        var dice = Dice(seed: seed, .plan)
        var heap = MinHeap<Int>()
        var expected: [Int] = []
        for _ in 0..<dice.below(200) {
            let value = dice.below(50)
            heap.insert(value)
            expected.append(value)
        }
        expected.sort()
        if !expected.isEmpty {
            let value = dice.below(50)
            heap.replaceLeast(with: value)
            expected[0] = value
            expected.sort()
        }
        var given: [Int] = []
        while let least = heap.removeLeast() { given.append(least) }
        #expect(given == expected)
    }

    @Test func `weighted choices follow their weights`() {
        var dice = Dice(seed: 1, .plan)
        var counts = [0, 0, 0]
        for _ in 0..<30_000 { counts[dice.weighted([1, 3, 0].runningSums)] += 1 }
        #expect(abs(counts[0] - 7_500) < 400)
        #expect(counts[2] == 0)
    }

    @Test(arguments: 1...200)
    func `orders are placed one after the other, within their days`(days: Int) {
        let options = SimulationOptions(orders: 300, seed: UInt64(days), days: days)
        let calendar = OrderCalendar(options)
        let births = (0..<300).map { calendar.birth(of: $0) }
        #expect(births == births.sorted())
        #expect(births[0] >= calendar.start)
        #expect(births[299] < calendar.start + Int64(days) * OrderCalendar.dayMs)
    }
}
