/// What people look at.
enum Pages {
    static let all: [Route] =
        PageFiles.all + NowPage.all + OrdersPage.all + OrderPage.all + AnomaliesPage.all + AnomalyPage.all
        + ScorePage.all + StorePage.all + NetworkPage.all + WhatIfPage.all
        + WhatIfResultPage.all + SystemPage.all + SignInPage.all
}
