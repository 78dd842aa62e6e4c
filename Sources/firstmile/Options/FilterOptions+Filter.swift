import ArgumentParser
import Vocabulary
import Wire

extension FilterOptions {
    func filter() throws -> FeedFilter {
        var filter = FeedFilter()
        filter.types = try type.map { text in
            guard let type = EventType(rawValue: text) else {
                throw ValidationError(
                    "--type: \(text) is none of \(EventType.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            return type
        }
        (filter.sellers, filter.countries) = (seller, country)
        (filter.providers, filter.orders) = (provider, order)
        filter.origin = try origin.map { text in
            guard let origin = Origin(rawValue: text) else {
                throw ValidationError("--origin: must be fact or decision, is \(text)")
            }
            return origin
        }
        return filter
    }
}
