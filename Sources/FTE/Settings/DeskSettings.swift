import FoundationEssentials
import Process
import Storage
import SupportDesk
import Telemetry

/// Everything that can be set, read and checked once at start.
struct DeskSettings {
    let data: DataDirectory
    let database: DatabaseSettings
    let workspace: WorkspaceSettings
    let environment: EnvironmentSettings
    let server: ServerSettings
    let queue: QueueSettings
    let channels: ChannelSettings
    let language: LanguageSettings
    let log: LogSettings
    let traces: TraceSettings
    let faults: FaultSettings
    /// Written in the environment and read by nobody.
    let warnings: [String]
    let descriptions: [SettingDescription]

    init(_ invocation: Invocation, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        data = DataDirectory(option: invocation.settings["data.dir"]?.text, environment: environment)
        let file = try SettingsFile.read(data.settingsFile)
        let settings = Settings(
            prefix: "FTE_", file: file, environment: environment,
            options: invocation.settings,
            otherVariables: [
                "FTE_CONTAINER", "FTE_SHARED_DATA", "FTE_TEST_POSTGRES", "FTE_TEST_POSTGRES_TLS",
            ])
        _ = settings.path("data.dir", default: DataDirectory.fallback, doc: "Where the database and fte.yaml are.")
        if file["data.dir"] != nil {
            settings.reject(
                "data.dir", "can't be set in the file that is in that directory; use --data-dir or FTE_DATA_DIR")
        }
        database = DatabaseSettings(settings)
        workspace = WorkspaceSettings(settings)
        server = ServerSettings(settings)
        queue = QueueSettings(settings)
        channels = ChannelSettings(settings)
        language = LanguageSettings(settings)
        log = LogSettings(settings)
        traces = TraceSettings(settings)
        faults = FaultSettings(settings)
        self.environment = EnvironmentSettings(
            settings, server: server, isDemo: !settings.isSet("workspace.dir"), environment: environment)
        warnings = try settings.finish()
        descriptions = settings.describe()
    }
}

struct WorkspaceSettings {
    static let defaultSlug = "default"

    let folder: String?
    /// Which company this is, where several share one database.
    let slug: String

    init(_ settings: Settings) {
        folder = settings.path("workspace.dir", doc: "The company's folder; the demo company where it isn't set.")
        slug = settings.string(
            "workspace.slug", default: Self.defaultSlug,
            doc:
                "Tells this company's rows from others' in the same database; every process of one company has the same."
        )
        if !(1...40).contains(slug.utf8.count) || !slug.utf8.allSatisfy(Self.isAllowed) {
            settings.reject("workspace.slug", "must have 1 to 40 lower-case letters, digits or '-'")
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }

    func path() throws -> String { try folder ?? Installation.root() + "/workspaces/techcorp" }
}

struct ServerSettings {
    let host: String
    let port: Int
    let hosts: [String]
    let publicURL: String?
    let loops: Int
    let drainTime: Duration
    let drainDelay: Duration

    init(_ settings: Settings) {
        host = settings.string("server.host", default: "127.0.0.1", doc: "The address to listen on.")
        port = settings.integer(
            "server.port", default: 8000, in: 0...65535, doc: "The port to listen on; 0 takes a free one.")
        hosts = settings.list(
            "server.hosts", doc: "Names, besides localhost, that requests may be addressed to.")
        publicURL = settings.string(
            "server.public_url",
            doc: "How customers reach this server, such as https://help.example.com; used in links.")
        loops = settings.integer("server.loops", default: 2, in: 1...64, doc: "Threads that serve connections.")
        drainTime = settings.duration(
            "server.drain", default: .seconds(20), in: .seconds(1)...(.seconds(300)),
            doc: "How long requests and runs may take to finish at a stop.")
        drainDelay = settings.duration(
            "server.drain_delay", default: .zero, in: .zero...(.seconds(60)),
            doc: "How long requests are still taken at a stop, for a load balancer to see that /health/ready is 503.")
        if let publicURL, !publicURL.hasPrefix("https://"), !publicURL.hasPrefix("http://") {
            settings.reject("server.public_url", "must begin with https:// or http://")
        }
    }

    /// Whether visitors from elsewhere could reach it.
    var isPublic: Bool { !["127.0.0.1", "::1", "localhost"].contains(host) }
}

struct QueueSettings {
    /// As it is set; `nil` leaves it to who answers.
    private let chosenWidth: Int?
    let maxBacklog: Int
    let timeLimit: Duration

    init(_ settings: Settings) {
        chosenWidth = settings.integer(
            "worker.width", in: 1...10_000,
            doc: "Conversations that run at once in one process; where it isn't set, 32, or 512 with a language model.")
        timeLimit = settings.duration(
            "worker.time_limit", default: .seconds(20), in: .seconds(1)...(.seconds(600)),
            doc: "How long one run may take before the desk falls back.")
        maxBacklog = settings.integer(
            "queue.max_backlog", default: 100_000, in: 1...10_000_000,
            doc: "Messages that may wait; past it forms and API calls are told to come back later.")
    }
}

extension QueueSettings {
    /// A run of the built-in model keeps a core busy; one of a language model mostly waits.
    func width(withLanguageModels: Bool) -> Int { chosenWidth ?? (withLanguageModels ? 512 : 32) }
}

struct ChannelSettings {
    let enabled: [Channel: Bool]
    let maxCharacters: [Channel: Int]

    init(_ settings: Settings) {
        var enabled: [Channel: Bool] = [:]
        var lengths: [Channel: Int] = [:]
        for channel in Channel.allCases {
            let word = channel == .webForm ? "WEBFORM" : channel.rawValue.uppercased()
            let key = "channels.\(channel.rawValue)"
            if let written = settings.choiceOrNil("\(key).enabled", aliases: ["\(word)_ENABLED"]) {
                enabled[channel] = written
            }
            lengths[channel] = settings.integer(
                "\(key).max_characters", in: 120...100_000, aliases: ["MAX_\(word)_LENGTH"],
                doc: "The longest answer by \(channel.displayName); what the workspace says where it isn't set.")
        }
        self.enabled = enabled
        self.maxCharacters = lengths
    }
}

extension Settings {
    /// True, false, or what the workspace says where it isn't set.
    fileprivate func choiceOrNil(_ key: String, aliases: [String]) -> Bool? {
        let value = bool(
            key, default: true, aliases: aliases, doc: "Whether messages come in and go out here.")
        return isSet(key) ? value : nil
    }
}

struct LogSettings {
    let level: LogLevel
    let format: LogFormat

    init(_ settings: Settings) {
        level = settings.choice("log.level", default: LogLevel.notice, aliases: ["LOG_LEVEL"], doc: "What is logged.")
        format = settings.choice("log.format", default: LogFormat.text, doc: "How a line of the log is written.")
    }
}

/// Production, where everything private needs a key, or the development setting, which only a demo on this machine gets.
struct EnvironmentSettings {
    enum Kind: String, CaseIterable {
        case production
        case development
    }

    let kind: Kind

    init(_ settings: Settings, server: ServerSettings, isDemo: Bool, environment: [String: String]) {
        kind = settings.choice(
            "environment", default: Kind.production, aliases: ["ENVIRONMENT"],
            doc: "development lets a direct local GET read private endpoints without a key.")
        guard kind == .development else { return }
        if environment["FTE_CONTAINER"] != nil || environment["KUBERNETES_SERVICE_HOST"] != nil {
            settings.reject("environment", "can't be development in a container; remove ENVIRONMENT")
        }
        if server.isPublic || server.publicURL != nil || !server.hosts.isEmpty {
            settings.reject("environment", "can't be development with a public address; listen on 127.0.0.1")
        }
        if !isDemo {
            settings.reject("environment", "can be development for the demo company only; remove ENVIRONMENT")
        }
    }
}

/// For tests that end the process at a named step, or hold it there.
struct FaultSettings {
    let killAt: FaultPoint?
    let killAfter: Int
    let holdAt: FaultPoint?
    let holdUntil: String?

    init(_ settings: Settings) {
        killAt = settings.faultPoint("faults.kill_at", doc: "For tests: the step at which the process kills itself.")
        killAfter = settings.integer(
            "faults.kill_after", default: 1, in: 1...1_000_000,
            doc: "For tests: how often that step is reached, the last time included.")
        holdAt = settings.faultPoint(
            "faults.hold_at", doc: "For tests: the step at which the first to reach it waits.")
        holdUntil = settings.path(
            "faults.hold_until", doc: "For tests: the named pipe that ends the wait once it is opened for writing.")
        if holdAt != nil, holdUntil == nil { settings.reject("faults.hold_until", "must be set beside faults.hold_at") }
    }
}

extension Settings {
    fileprivate func faultPoint(_ key: String, doc: String) -> FaultPoint? {
        guard let name = string(key, doc: doc) else { return nil }
        guard let point = FaultPoint(rawValue: name) else {
            reject(key, "must be one of \(FaultPoint.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return point
    }
}
