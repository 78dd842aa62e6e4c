import PhoneNumbers
import Testing

struct CacheTests {
    @Test(arguments: try Case.all())
    func `what is remembered is what was said`(row: Case) {
        let numbers = PhoneNumbers()
        let first = numbers.check(row.text, region: row.region)
        #expect(numbers.check(row.text, region: row.region) == first)
    }

    @Test func `the same text is remembered for each destination by itself`() throws {
        let numbers = PhoneNumbers()
        let (spain, poland) = (try #require(Region("ES")), try #require(Region("PL")))
        for _ in 0..<2 {
            #expect(numbers.check("612345678", region: spain).fix == "+34612345678")
            #expect(numbers.check("221234567", region: poland).fix == "+48221234567")
            #expect(numbers.check("221234567", region: spain) == .wrong(fix: nil))
            #expect(numbers.check("+34612345678", region: spain) == .ok)
            #expect(numbers.check("+34612345678", region: poland) == .wrong(fix: nil))
        }
    }

    @Test func `texts that differ only in zeros at the end are told apart`() throws {
        let numbers = PhoneNumbers()
        let region = try #require(Region("ES"))
        #expect(numbers.check("+34612345678", region: region) == .ok)
        #expect(numbers.check("+34612345678\0", region: region) != .ok)
        #expect(numbers.check("+34612345678", region: region) == .ok)
        // These are remembered: no text that is plain is.
        for _ in 0..<2 {
            #expect(numbers.check("612345678", region: region).fix == "+34612345678")
            #expect(numbers.check("612345678\0", region: region).fix != "+34612345678\0")
        }
        #expect(numbers.check("612345678", region: region).fix == "+34612345678")
    }

    @Test func `a strict number that only the library knows is remembered as strict`() throws {
        let numbers = PhoneNumbers()
        let italy = try #require(Region("IT"))
        for _ in 0..<2 { #expect(numbers.check("+390612345678", region: italy) == .ok) }
    }

    @Test func `a full cache forgets, never mixes up`() throws {
        let small = PhoneNumbers(remembered: 5)
        #expect(small.capacity == 16)
        let region = try #require(Region("ES"))
        for round in 0..<3 {
            for number in 0..<200 {
                let digits = 612_345_000 + number
                #expect(small.check("\(digits)", region: region).fix == "+34\(digits)", "round \(round)")
                #expect(small.check("+34\(digits)", region: region) == .ok, "round \(round)")
            }
        }
    }

    @Test func `texts too long to remember are still judged`() throws {
        let numbers = PhoneNumbers()
        let region = try #require(Region("ES"))
        let text = "+34" + String(repeating: " ", count: 60) + "912345678"
        for _ in 0..<2 { #expect(numbers.check(text, region: region).fix == "+34912345678") }
    }

    @Test func `warming up takes any region`() throws {
        PhoneNumbers.warmUp(regions: [try #require(Region("ES")), try #require(Region("ZZ"))])
    }
}
