import Testing

/// Who may import what: the architecture, once more, because SwiftPM lets a module import what its
/// dependencies happen to build.
private let allowedImports: [String: Set<String>] = [
    // What can be said, and what follows from it.
    "Vocabulary": [],
    "Measures": [],
    "Digests": ["COpenSSL"],
    "Rulebook": ["Vocabulary"],
    "Decisions": ["Vocabulary", "Rulebook", "HeapModule"],
    // The way of an event.
    "ZeroMQ": ["CZeroMQ", "Glibc", "Synchronization"],
    "PhoneNumbers": ["CPhoneNumbers", "Glibc", "Synchronization"],
    "GoodsSearch": ["GRDB"],
    "Wire": ["Vocabulary", "CSimdJSON", "Glibc"],
    "EventLog": ["Measures", "CChecksum", "CZstd", "Glibc", "Synchronization"],
    "Index": ["Dispatch", "Glibc", "Synchronization"],
    "Quarantine": ["Wire", "GRDB", "Dispatch", "Foundation", "Synchronization"],
    "Intake": [
        "Vocabulary", "Wire", "Rulebook", "Decisions", "EventLog", "Index", "ZeroMQ", "PhoneNumbers",
        "GoodsSearch", "Quarantine", "CChecksum", "Measures",
        "Glibc", "Synchronization",
    ],
    "Feed": ["Vocabulary", "Wire", "EventLog", "ZeroMQ", "GRDB", "Foundation", "Glibc", "Synchronization"],
    "Views": [
        "Vocabulary", "Wire", "EventLog", "Rulebook", "GRDB", "GRDBSQLite", "Foundation", "Glibc",
        "Synchronization",
    ],
    // Facts judged again, and read into views of their own.
    "Replay": [
        "Vocabulary", "Rulebook", "Wire", "Decisions", "EventLog", "Intake", "Views", "Foundation",
        "Synchronization",
    ],
    // What the daemon tells of itself.
    "Monitoring": [
        "Vocabulary", "Wire", "Measures", "EventLog", "Intake", "Feed", "Quarantine", "Views", "CoreMetrics",
        "Logging", "Foundation", "Glibc", "Synchronization",
    ],
    "Webhooks": [
        "Vocabulary", "Rulebook", "Wire", "Digests", "EventLog", "Views", "GRDB", "AsyncHTTPClient",
        "NIOHTTP1",
        "NIOCore",
        "CoreMetrics", "Logging", "ServiceLifecycle", "Foundation",
    ],
    "Client": ["Vocabulary", "Wire", "ZeroMQ", "Glibc", "Synchronization"],
    "Simulate": ["Vocabulary"],
    // What people read, on a terminal or on a page.
    "Explaining": [
        "Vocabulary", "Rulebook", "Wire", "EventLog", "Quarantine", "Client", "Foundation",
    ],
    // The only module that knows of HTTP; nothing but the executable knows of it.
    "Dashboard": [
        "Vocabulary", "Rulebook", "Wire", "EventLog", "Views", "Quarantine", "Replay", "Client", "Digests",
        "Explaining", "CPageFiles", "GRDB", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HTTPTypes",
        "NIOCore", "NIOPosix",
        "NIOHTTPTypes",
        "Logging", "ServiceLifecycle", "Foundation", "Glibc", "Synchronization",
    ],
    "firstmile": [
        "Vocabulary", "Rulebook", "Wire", "EventLog", "ZeroMQ", "PhoneNumbers", "Intake", "Feed", "Views",
        "Client",
        "Quarantine", "Replay", "Simulate", "Monitoring", "Webhooks", "Explaining", "Dashboard",
        "CoreMetrics",
        "Yams", "ArgumentParser", "Configuration", "Logging", "ServiceLifecycle",
        "UnixSignals",
        "SystemPackage", "Foundation", "Glibc", "Synchronization", "CAllocator",
    ],
]

/// Folders that may import more than their module.
private let allowedInFolder: [String: Set<String>] = [
    // Reading a rulebook's text; the values that come out of it stay pure.
    "Sources/Rulebook/Loading/": ["Yams", "Digests", "CShippedRulebook", "Foundation"],
    "Sources/Rulebook/Comparing/": ["Yams"],
    // A thread of its own, made once.
    "Sources/Index/Writer.swift": ["Foundation"],
]

/// C and C++ targets that one Swift module each wraps. Checksums have no state to wrap, and a test compares them.
private let foreign: Set = ["CZeroMQ", "CPhoneNumbers", "CSimdJSON", "COpenSSL", "CShippedRulebook", "CZstd"]

/// Asking the world: the answers of pure modules must depend on nothing but their arguments.
private let asksTheWorld = [
    "Date()", "Date.now", "UUID()", "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator",
    ".random(", ".randomElement(", ".shuffled(", "Task {", "Task.", " async ", "await ", " print(", "getenv(",
]

struct ArchitectureTests {
    @Test(arguments: SourceFile.sources.filter { $0.isSwift && !$0.isGenerated })
    func `a module imports what its row allows`(file: SourceFile) throws {
        let row = try #require(
            allowedImports[file.module], "\(file.module) has no row in allowedImports: give it one")
        let more = allowedInFolder.first { file.path.hasPrefix($0.key) }?.value ?? []
        for name in file.imports where !row.contains(name) && !more.contains(name) {
            Issue.record("\(file.path) imports \(name), which \(file.module) may not")
        }
    }

    @Test func `a foreign library is imported by one module`() {
        for library in foreign {
            let modules = Set(SourceFile.sources.filter { $0.imports.contains(library) }.map(\.module))
            #expect(modules.count <= 1, "\(library) is imported by \(modules.sorted())")
        }
    }

    @Test(arguments: SourceFile.sources.filter(\.isPure))
    func `pure modules ask the world nothing`(file: SourceFile) {
        let places = file.places { line in asksTheWorld.contains { line.contains($0) } }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }
}

extension SourceFile {
    /// Whether it holds rules and values only.
    fileprivate var isPure: Bool {
        switch module {
        case "Vocabulary", "Decisions": isSwift
        case "Rulebook": isSwift && !path.hasPrefix("Sources/Rulebook/Loading/")
        default: false
        }
    }

    /// The modules it imports, whatever the access level or the kind of symbol.
    fileprivate var imports: [String] {
        code.compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier)
            else { return nil }
            let kinds: Set<Substring> = [
                "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
            ]
            let name = words[(keyword + 1)...].first { !kinds.contains($0) }
            return name?.split(separator: ".").first.map(String.init)
        }
    }

    private func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }
}
