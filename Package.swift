// swift-tools-version: 6.2
import PackageDescription

/// The rules of the house, the same for every module.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Products of other packages, by the names used below.
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let http: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")

/// One module of the house: the dependencies written here are the architecture.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "firstmile",
    products: [
        .executable(name: "firstmile", targets: ["firstmile"]),
        .library(name: "FirstmileClient", targets: ["Client"]),
        // What Benchmarks/ measures piece by piece; no promise to anybody else.
        .library(
            name: "FirstmileParts",
            targets: [
                "Vocabulary", "Rulebook", "Decisions", "ZeroMQ", "Wire", "EventLog", "Intake", "Feed",
                "Views", "Simulate",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        // C and C++ libraries, each behind one Swift module.
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .target(
            name: "CPhoneNumbers",
            linkerSettings: [
                .linkedLibrary("phonenumber"), .linkedLibrary("protobuf"), .linkedLibrary("pcre2-8"),
            ]),
        .target(
            name: "CSimdJSON", cxxSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CChecksum"),
        .target(name: "CAllocator"),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .target(name: "CShippedRulebook"),
        // Style, script and icon of the pages.
        .target(name: "CPageFiles", exclude: ["pages.css", "pages.js", "icon.svg"]),

        // What can be said, and what follows from it. Pure.
        module("Vocabulary"),
        module("Digests", ["COpenSSL"]),
        module("Rulebook", ["Vocabulary", "Digests", "CShippedRulebook", yams]),
        module("Decisions", ["Vocabulary", "Rulebook", heap]),

        // What threads count for themselves.
        module("Measures"),

        // The way of an event.
        module("ZeroMQ", ["CZeroMQ"]),
        module("PhoneNumbers", ["CPhoneNumbers"]),
        module("GoodsSearch", [grdb]),
        module("Wire", ["Vocabulary", "CSimdJSON"]),
        // Generated from Schemas/firstmile/v1: what the tests hold the hand-written decoders to. It keeps its
        // generator's style, so it is not held to ours.
        .target(name: "WireMessages", dependencies: [protobuf]),
        module("EventLog", ["Measures", "CChecksum", "CZstd"]),
        module("Index"),
        module("Quarantine", ["Wire", grdb]),
        module(
            "Intake",
            [
                "Vocabulary", "Wire", "Rulebook", "Decisions", "EventLog", "Index", "ZeroMQ",
                "PhoneNumbers", "GoodsSearch", "Quarantine", "CChecksum", "Measures",
            ]),
        module("Views", ["Vocabulary", "Wire", "EventLog", "Rulebook", grdb]),
        module("Replay", ["Vocabulary", "Rulebook", "Wire", "Decisions", "EventLog", "Intake", "Views"]),
        module("Feed", ["Vocabulary", "Wire", "EventLog", "ZeroMQ", grdb]),
        // What the daemon tells of itself. Nothing that works depends on them.
        module(
            "Monitoring",
            [
                "Vocabulary", "Wire", "Measures", "EventLog", "Intake", "Feed", "Quarantine", "Views",
                metrics, logging,
            ]),
        module(
            "Webhooks",
            [
                "Vocabulary", "Rulebook", "Wire", "Digests", "EventLog", "Views", grdb, httpClient, nio,
                nioHTTP1,
                metrics, logging, lifecycle,
            ]),
        module("Client", ["Vocabulary", "Wire", "ZeroMQ"]),
        module("Simulate", ["Vocabulary"]),
        // What the command line and the pages both tell people.
        module("Explaining", ["Vocabulary", "Rulebook", "Wire", "EventLog", "Quarantine", "Client"]),
        // The only module that knows of HTTP.
        module(
            "Dashboard",
            [
                "Vocabulary", "Rulebook", "Wire", "EventLog", "Views", "Quarantine", "Replay", "Client",
                "Digests", "Explaining", "CPageFiles", grdb, hummingbird, hummingbirdCore, hummingbirdTLS,
                http,
                nio,
                nioPosix,
                nioHTTP,
                logging, lifecycle,
            ]),
        .executableTarget(
            name: "firstmile",
            dependencies: [
                "Vocabulary", "Rulebook", "Wire", "EventLog", "ZeroMQ", "PhoneNumbers", "Intake", "Feed",
                "Views", "Client", "Quarantine", "Replay", "Simulate", "Monitoring", "Webhooks", "Explaining",
                "Dashboard", "CAllocator", arguments, configuration, logging, lifecycle, signals, system,
                metrics,
                yams,
            ],
            exclude: ["firstmile.docc"],
            swiftSettings: strict),

        tests(of: "Vocabulary"),
        tests(of: "Digests"),
        tests(of: "Measures"),
        tests(
            of: "Monitoring", ["Vocabulary", "Measures", "Views", "Feed", "Intake", metrics, logging, yams]),
        tests(
            of: "Webhooks",
            ["Vocabulary", "Rulebook", "Wire", "EventLog", "Views", "Simulate", grdb, logging]),
        tests(of: "Rulebook", ["Vocabulary"]),
        tests(of: "Decisions", ["Vocabulary", "Rulebook"]),
        tests(of: "ZeroMQ"),
        .testTarget(
            name: "PhoneNumbersTests", dependencies: ["PhoneNumbers"], exclude: ["Fixtures"],
            swiftSettings: strict),
        tests(of: "GoodsSearch", ["Vocabulary", "Rulebook"]),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "Vocabulary", "WireMessages", protobuf],
            exclude: ["Fixtures", "validate.py"],
            swiftSettings: strict),
        .testTarget(
            name: "EventLogTests", dependencies: ["EventLog", "Measures", "CChecksum"], exclude: ["Golden"],
            swiftSettings: strict),
        tests(of: "Index"),
        tests(of: "Quarantine", [grdb]),
        tests(
            of: "Intake",
            ["Measures", "Vocabulary", "Wire", "Rulebook", "Decisions", "EventLog", "Index", "ZeroMQ"]),
        // Every rule on the real write path, log and views.
        .testTarget(
            name: "RulesTests",
            dependencies: ["Vocabulary", "Rulebook", "Wire", "EventLog", "Intake", "Views", "Simulate"],
            swiftSettings: strict),
        tests(of: "Views", ["Vocabulary", "Wire", "EventLog", "Rulebook", "Simulate", grdb]),
        tests(of: "Replay", ["Vocabulary", "Rulebook", "Wire", "EventLog"]),
        tests(of: "Feed", ["Vocabulary", "Wire", "EventLog", "ZeroMQ", "Client", grdb]),
        tests(of: "Client", ["ZeroMQ"]),
        tests(of: "Simulate", ["Vocabulary", "Rulebook"]),
        tests(
            of: "Dashboard",
            [
                "Vocabulary", "Rulebook", "EventLog", "Views", "Intake", "Feed", "Quarantine", "ZeroMQ",
                "Explaining", logging,
                yams, http, grdb,
            ]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        // The write path, the log and the views on a machine that does everything a machine can do wrong.
        .target(
            name: "Simulator",
            dependencies: [
                "Vocabulary", "Rulebook", "Decisions", "Wire", "ZeroMQ", "EventLog", "CChecksum",
                "PhoneNumbers", "Intake", "Views", grdb,
            ],
            path: "Tests/Simulation/Simulator", swiftSettings: strict),
        .executableTarget(
            name: "simulate-faults", dependencies: ["Simulator"], path: "Tests/Simulation/Command",
            swiftSettings: strict),
        .testTarget(
            name: "SimulatorTests", dependencies: ["Simulator"], path: "Tests/Simulation/Seeds",
            swiftSettings: strict),
        // Every decoder against what chance makes of valid examples: `make fuzz`.
        .executableTarget(
            name: "Fuzz",
            dependencies: ["Wire", "EventLog", "Rulebook", "Intake", "Vocabulary", "ZeroMQ", arguments],
            path: "Tests/Fuzz", exclude: ["README.md"], swiftSettings: strict),
        // The real daemon as a process of its own: sockets, kills, pyzmq.
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["firstmile", "Fuzz", "Vocabulary", "Rulebook", "EventLog", "Views", grdb],
            exclude: ["Browser", "Cases", "Clients", "Faults"],
            swiftSettings: strict),
    ]
)
