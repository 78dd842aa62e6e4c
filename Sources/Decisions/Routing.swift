import Rulebook
import Vocabulary

/// Hub and line for an accepted number (R37): for now the named line, else the provider's first, at its first hub.
enum Routing {
    static func route(
        _ order: OrderState, bound: Move, at moment: Instant, names: Names, under rules: Rulebook
    ) -> Routed? {
        guard let declaration = order.declarations.last else { return nil }
        let provider = ProviderID(names[bound.provider])
        let options = rules.lines(of: provider, to: declaration.country)
        let named = LineID(names[declaration.line])
        guard let line = options.first(where: { $0.id == named }) ?? options.first, let hub = line.hubs.first
        else { return nil }
        var routed = Routed(orderID: order.id, hub: hub, line: line.id)
        routed.sellerID = SellerID(names[order.seller])
        routed.provider = provider
        routed.options = options.map(\.id)
        return routed
    }
}
