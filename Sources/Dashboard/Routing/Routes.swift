/// Everything that can be asked. Whoever adds routes adds one line here.
enum Routes {
    static func all() -> [Route] {
        StatusRoutes.all + ViewRoutes.all + OrderRoutes.all + EventStreamRoutes.all + ChangeRoutes.all
            + PublishRoutes.all + QuarantineRoutes.all + ConsumerRoutes.all + RulebookRoutes.all
            + WhatIfRoutes.all + NoteRoutes.all + MonitoringRoutes.all + Pages.all
    }
}
