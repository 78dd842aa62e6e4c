// The lifecycle logs its services when it is told to say much: by a name, not by all that they hold.

extension IntakeService: CustomStringConvertible {
    var description: String { "intake" }
}

extension FeedService: CustomStringConvertible {
    var description: String { name }
}

extension Projectors: CustomStringConvertible {
    var description: String { "views" }
}

extension LogService: CustomStringConvertible {
    var description: String { "log" }
}
