import Views

extension Problem {
    /// What a reader of views says, where it is the asker's to mend or will mend itself.
    init?(_ error: any Error) {
        guard let error = error as? ViewError else { return nil }
        switch error {
        case .noSuchView(let view, _):
            self = .unknown(
                "view", view, field: "name",
                fix: "GET /api/v1/views tells which there are; a new one needs a moment")
        case .noSuchFilter(_, let filter):
            self = .parameter(
                filter, error.description, fix: "GET /api/v1/views tells the columns and filters of each view"
            )
        case .unfit, .sqlite, .aheadOfLog, .unknownFile, .log, .gap, .ownedByOthers, .beingRebuilt,
            .notTakenOver, .file, .tooFarBehind:
            return nil
        }
    }
}
