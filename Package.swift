// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library of Debian's, seen by Swift through a module map in `Sources/C`.
func system(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func target(_ name: String, in folder: String = "Sources", needs: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: needs, path: "\(folder)/\(name)", swiftSettings: strict)
}

/// - Parameter data: files that the tests compare with, read where they lie.
func tests(_ name: String, needs: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: needs, path: "Tests/\(name)", exclude: data, swiftSettings: strict)
}

let package = Package(
    name: "fte",
    targets: [
        // C libraries
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        system("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
        system("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        system("CMarkdown", apt: "libcmark-gfm-extensions-dev"),
        system("CStemmer", apt: "libstemmer-dev"),
        system("CLinux", apt: "libc6-dev"),
        .target(
            name: "CLanguages", path: "Sources/C/CLanguages", linkerSettings: [.linkedLibrary("cld2")]),

        // Platform: a Swift face for each, which knows nothing of support desks
        target("Telemetry", in: "Sources/Platform"),
        target("HTTPServer", in: "Sources/Platform", needs: ["CLinux"]),
        target("HTTPClient", in: "Sources/Platform", needs: ["CCurl", "CLinux"]),
        target("SQL", in: "Sources/Platform", needs: ["CLinux", "CPostgres", "CSQLite", "Telemetry"]),
        target("Crypto", in: "Sources/Platform", needs: ["COpenSSL"]),
        target("Formats", in: "Sources/Platform", needs: ["CYAML", "CMarkdown"]),
        target("Process", in: "Sources/Platform", needs: ["CLinux", "Telemetry"]),

        // The product
        target("AgentRuntime", needs: ["Formats"]),
        target("LanguageModels", needs: ["AgentRuntime", "Formats", "HTTPClient", "Telemetry"]),
        target("TextAnalysis", needs: ["Formats", "CStemmer", "CLanguages"]),

        target("SupportDesk", needs: ["AgentRuntime", "TextAnalysis", "Formats", "Telemetry"]),

        .target(
            name: "Storage", dependencies: ["SupportDesk", "SQL", "Formats"], path: "Sources/Storage",
            resources: [
                .embedInCode("Migrations/0001_desk.sqlite.sql"), .embedInCode("Migrations/0001_desk.postgres.sql"),
                .embedInCode("Migrations/0002_companies.sqlite.sql"),
                .embedInCode("Migrations/0003_vectors.sqlite.sql"),
                .embedInCode("Migrations/0003_vectors.postgres.sql"),
                .embedInCode("Migrations/0004_runs.sqlite.sql"), .embedInCode("Migrations/0004_runs.postgres.sql"),
            ], swiftSettings: strict),

        target("EventBus", needs: ["SupportDesk", "SQL"]),
        target("Channels", needs: ["SupportDesk"]),
        target("HTTPAPI", needs: ["SupportDesk", "HTTPServer", "Formats", "Telemetry"]),
        .executableTarget(
            name: "fte",
            dependencies: [
                "AgentRuntime", "Channels", "Crypto", "EventBus", "Formats", "HTTPAPI", "HTTPClient", "HTTPServer",
                "LanguageModels", "Process", "SQL", "Storage", "SupportDesk", "Telemetry", "TextAnalysis",
            ],
            path: "Sources/FTE", swiftSettings: strict),

        // Benchmarks
        .executableTarget(
            name: "desk-limits",
            dependencies: ["Crypto", "HTTPServer", "SQL", "Storage", "SupportDesk", "TestSupport"],
            path: "Benchmarks/Limits", swiftSettings: strict),
        .executableTarget(
            name: "http-client-bench", dependencies: ["HTTPClient"], path: "Benchmarks/HTTPClient",
            swiftSettings: strict),
        .executableTarget(
            name: "agent-peer", dependencies: ["AgentRuntime", "Formats", "HTTPClient", "LanguageModels", "SQL"],
            path: "Benchmarks/agent-peer", exclude: ["accepted.md", "accepted.txt", "slow_server.py"],
            swiftSettings: strict),

        // Tests
        tests("HTTPServerTests", needs: ["HTTPServer", "CLinux"]),
        tests("HTTPClientTests", needs: ["HTTPClient", "CLinux"]),
        target("TestServers", in: "Tests", needs: ["CPostgres"]),
        tests("SQLTests", needs: ["SQL", "TestServers", "sql-probe"]),
        .executableTarget(
            name: "sql-probe", dependencies: ["SQL"], path: "Tests/SQLProbe", swiftSettings: strict),
        tests("CryptoTests", needs: ["Crypto"]),
        tests("FormatsTests", needs: ["Formats"]),
        tests("TelemetryTests", needs: ["Telemetry"]),
        tests("ProcessTests", needs: ["Process", "Telemetry"]),
        tests("AgentRuntimeTests", needs: ["AgentRuntime", "Formats"]),
        tests("LanguageModelsTests", needs: ["AgentRuntime", "Formats", "HTTPClient", "LanguageModels", "Telemetry"]),
        tests("TextAnalysisTests", needs: ["TextAnalysis", "Formats"]),
        target("TestSupport", in: "Tests", needs: ["Formats", "SQL", "Storage", "SupportDesk", "TestServers"]),
        tests(
            "SupportDeskTests",
            needs: [
                "AgentRuntime", "EventBus", "Formats", "SQL", "Storage", "SupportDesk", "Telemetry", "TestSupport",
                "TextAnalysis",
            ], data: ["Replies/composed-replies.jsonl"]),
        tests(
            "StorageTests",
            needs: ["CSQLite", "Formats", "SQL", "Storage", "SupportDesk", "TestServers", "TestSupport"]),
        tests("EventBusTests", needs: ["EventBus", "SQL", "Storage", "SupportDesk", "TestSupport"]),
        tests("ChannelsTests", needs: ["Channels", "SupportDesk"]),
        tests(
            "FTETests",
            needs: [
                "AgentRuntime", "Formats", "HTTPClient", "LanguageModels", "Process", "SupportDesk", "Telemetry",
                "TestSupport", "fte",
            ]),
        tests("EndToEndTests", needs: ["fte", "Formats", "SQL", "TestServers"]),
        tests(
            "HTTPAPITests",
            needs: [
                "Channels", "Crypto", "Formats", "HTTPAPI", "HTTPServer", "SQL", "Storage", "SupportDesk", "Telemetry",
                "TestSupport",
            ], data: ["JSON/Expected"]),
    ],
    cxxLanguageStandard: .cxx17
)
