import Client
import Foundation
import HTTPTypes

/// Whether events are of the sellers that a token is for.
struct OwnSellers {
    private let sellers: [String]

    init(_ sellers: [String]) { self.sellers = sellers }

    /// - Throws: ``Problem`` for an event of somebody else, or of nobody in particular.
    func check(_ request: PublishRequest) throws(Problem) {
        for payload in request.payloads {
            let parsed = try? JSONSerialization.jsonObject(with: Data(payload))
            // What is no JSON is refused by the intake, with its reason.
            guard let parsed else { continue }
            let events = (parsed as? [Any]) ?? [parsed]
            for (index, event) in events.enumerated() {
                let data = (event as? [String: Any])?["data"] as? [String: Any]
                let seller = data?["sellerId"] as? String
                guard seller.map({ sellers.contains($0) }) ?? false else {
                    throw Problem(
                        .forbidden, "forbidden", "The token does not allow this",
                        detail: seller.map { "event \(index) is of the seller \($0)" }
                            ?? "event \(index) names no seller",
                        field: "data.sellerId",
                        fix: "publish events of \(sellers.joined(separator: ", ")) only")
                }
            }
        }
    }
}
