import Rulebook
import Testing
import Vocabulary

struct ScoreTests {
    private let score = shipped.score

    @Test(arguments: [
        (ScoreComponent.onNetworkDays, 2.8, 60.0), (.onNetworkDays, 1.2, 90), (.onNetworkDays, 0, 100),
        (.onNetworkDays, 7, 0), (.delivered, 0.893, 60), (.delivered, 0.967, 90), (.delivered, 1, 100),
        (.trackCompleteness, 0.836, 60), (.trackCompleteness, 0.992, 90), (.notLost, 0.9911, 60),
        (.notLost, 0.9982, 90), (.uploadedInTime, 0.5, 50), (.complaints, 0, 100), (.complaints, 0.1, 0),
    ])
    func `the source's benchmarks earn their points`(component: ScoreComponent, value: Double, points: Double)
    {
        #expect(abs(score.points(component, value) - points) < 1e-9)
    }

    @Test(arguments: [(-1.0, 100.0), (0.6, 95), (2, 75), (4.9, 30), (99, 0)])
    func `between the stations the line is straight, outside it is level`(days: Double, points: Double) {
        #expect(abs(score.points(.onNetworkDays, days) - points) < 1e-9)
    }

    @Test func `the weights make a hundred`() {
        #expect(ScoreComponent.allCases.reduce(0) { $0 + score.weight($1) } == 100)
    }

    @Test(arguments: ScoreComponent.allCases)
    func `a better value never earns less`(component: ScoreComponent) throws {
        let scale = try #require(score.scales[component])
        let (worst, perfect) = try (#require(scale.anchors.first), #require(scale.anchors.last))
        let points = (0...1000).map { step in
            scale.points(worst.value + (perfect.value - worst.value) * Double(step) / 1000)
        }
        #expect(zip(points, points.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(points.first == 0 && points.last == 100)
    }

    @Test func `a store is ranked on 30 parcels of the last 30 days, each at least 72 hours old`() {
        #expect(score.minimumParcels == 30)
        #expect(score.window == .days(30))
        #expect(score.settlingLag == .hours(72))
    }
}
