import Foundation
import Rulebook
import Testing
import Vocabulary

struct ShippedRulebookTests {
    @Test func `it is in force from the first of November 2023, Shanghai time`() {
        #expect(shipped.name == "firstmile-2023-11")
        #expect(shipped.effectiveFrom == mandateBegins)
    }

    @Test func `its identity is its name and the beginning of its hash`() {
        let file = RulebookFile.shipped
        #expect(file.hash.count == 64)
        #expect(file.rules.identity.text == "firstmile-2023-11@\(file.hash.prefix(8))")
    }

    @Test func `what is built in is what lies in the folder`() throws {
        let file = try RulebookFile.load(path: schemas.appending(path: "firstmile-2023-11.yaml").path)
        #expect(file.content == RulebookFile.shipped.content)
        #expect(file.hash == RulebookFile.shipped.hash)
    }

    @Test(arguments: ["ES", "FR", "DE", "NL", "PL", "SA", "AE"])
    func `a country is mandatory from the first millisecond of the rule`(code: String) throws {
        let country = try #require(Country(code))
        #expect(shipped.isMandatory(country, at: mandateBegins))
        #expect(!shipped.isMandatory(country, at: mandateBegins - .milliseconds(1)))
    }

    @Test func `only the seven countries are mandatory`() {
        let mandatory = Country.all.filter { shipped.isMandatory($0, at: mandateBegins + .days(365)) }
        #expect(mandatory.map(\.text) == ["AE", "DE", "ES", "FR", "NL", "PL", "SA"])
    }

    @Test(arguments: ["cainiao", "winit", "4px", "yanwen"] as [ProviderID])
    func `the source's providers are certified, also before the mandate`(provider: ProviderID) {
        #expect(shipped.isCertified(provider, at: mandateBegins - .hours(1)))
        #expect(shipped.provider(provider)?.certified(at: mandateBegins) == true)
    }

    @Test func `a provider nobody listed is not certified and its numbers have no known form`() {
        #expect(!shipped.isCertified("acme-express", at: mandateBegins))
        #expect(shipped.provider("acme-express") == nil)
        #expect(shipped.check("X1", "acme-express") == .unknownPattern)
    }

    @Test(arguments: [
        ("electronic-accessories", CategoryKind.standard), ("home-garden", .standard),
        ("apparel-shoes", .standard),
        ("custom-made", .special), ("large-furniture", .special), ("battery-products", .special),
        ("garden gnomes", .standard),
    ])
    func `a category is standard unless it is listed as special`(category: String, kind: CategoryKind) {
        #expect(shipped.categories.kind(Token(category)) == kind)
    }

    @Test func `an order without a category is standard`() {
        #expect(shipped.categories.kind(nil) == .standard)
    }

    @Test func `a standard accessory may be exempted only where a trait makes it special`() throws {
        var order = OrderDeclared(orderID: "1", sellerID: "s", country: try #require(Country("ES")))
        order.category = "electronic-accessories"
        #expect(!shipped.categories.mayBeExempted(order))
        for trait in [\OrderDeclared.battery, \.custom, \.largeFurniture] {
            order[keyPath: trait] = true
            #expect(shipped.categories.mayBeExempted(order))
            order[keyPath: trait] = false
        }
        order.category = "battery-products"
        #expect(shipped.categories.mayBeExempted(order))
    }

    @Test func `every mandatory country is served by cainiao-standard over its first hub`() throws {
        let line = try #require(shipped.line("cainiao-standard"))
        #expect(line.provider == "cainiao")
        #expect(!line.isExample)
        #expect(line.hubs.first != nil)
        for entry in shipped.mandate.countries {
            #expect(line.transitDays[entry.country] != nil)
        }
    }

    @Test func `whatever the rulebook lists says where that comes from`() throws {
        for provider in ["cainiao", "winit", "4px", "yanwen"] as [ProviderID] {
            #expect(shipped.provider(provider)?.clause.contains("§3.4.1") == true)
        }
        #expect(shipped.line("4px-priority")?.clause == "Firstmile R37（原文未规定）")
        let text = try edited(", clause: Firstmile R38（承运商公开的轨迹代码）}", "}")
        let said = try problems(of: text)
        #expect(said.count == 1)
        #expect(said.first.map { "\($0)".contains("milestones[0]: `clause` is missing") } == true)
    }

    @Test func `a phone blocks wherever it goes`() {
        for country in Country.all { #expect(shipped.phoneSeverity(country) == .blocking) }
    }

    @Test func `the numbers of the source are those of the file`() {
        #expect(shipped.exemption.notice == .hours(72))
        #expect(shipped.exemption.documents == .complete)
        #expect(shipped.exemption.approvedBy == .handover)
        #expect(shipped.exemption.benchmarkPassRate == 0.683)
        #expect(shipped.exemption.benchmarkReviewWorkingDays == 1.8)
        #expect(shipped.numbers.reuseWindow == .days(365))
        #expect(shipped.numbers.unknownPattern == .warning)
        #expect(shipped.numbers.boxesPerOrder == 1)
        #expect(!shipped.score.countAbnormalInScore)
    }
}
