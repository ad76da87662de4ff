import Process
import Testing

@Suite struct SettingsTests {
    @Test func `options win over the environment, which wins over the file, which wins over the default`() {
        let file = ["server.port": SettingValue("1", origin: "fte.yaml:7:3")]
        let environment = ["FTE_SERVER_PORT": "2"]
        let options = ["server.port": SettingValue("3", origin: "--port")]
        func port(
            _ file: [String: SettingValue], _ environment: [String: String], _ options: [String: SettingValue]
        ) -> (Int, String?) {
            let settings = Settings(prefix: "FTE_", file: file, environment: environment, options: options)
            let port = settings.integer("server.port", default: 8000, in: 1...65535, doc: "The port.")
            return (port, settings.describe()[0].origin)
        }

        #expect(port([:], [:], [:]) == (8000, nil))
        #expect(port(file, [:], [:]) == (1, "fte.yaml:7:3"))
        #expect(port(file, environment, [:]) == (2, "FTE_SERVER_PORT"))
        #expect(port(file, environment, options) == (3, "--port"))
    }

    @Test func `a usual name is accepted, the program's own comes first, and an empty variable is none`() {
        func url(_ environment: [String: String]) -> String? {
            Settings(prefix: "FTE_", environment: environment)
                .string("database.url", aliases: ["DATABASE_URL", "POSTGRES_URL"], doc: "")
        }

        #expect(url(["DATABASE_URL": "a"]) == "a")
        #expect(url(["DATABASE_URL": "a", "FTE_DATABASE_URL": "b", "POSTGRES_URL": "c"]) == "b")
        #expect(url(["DATABASE_URL": "", "POSTGRES_URL": "c"]) == "c")
        #expect(url(["FTE_DATABASE_URL": ""]) == nil)
    }

    @Test func `every problem is told together, each with its place and what is allowed`() {
        let settings = Settings(
            prefix: "FTE_",
            file: [
                "server.port": SettingValue("eighty", origin: "fte.yaml:7:11"),
                "server.prot": SettingValue("1", origin: "fte.yaml:10:3"),
                "zzz": SettingValue("1", origin: "fte.yaml:9:1"),
                "log.level": SettingValue("loud", origin: "fte.yaml:2:1"),
                "whatsapp.enabled": SettingValue("true", origin: "fte.yaml:3:1"),
            ],
            environment: ["FTE_RUN_TIMEOUT": "30", "MAX_BODY": "1 XB", "TWILIO_AUTH_TOKEN": "hunter2"],
            options: ["budget.share": SettingValue("2", origin: "--share")])

        #expect(settings.integer("server.port", default: 8000, in: 1...65535, doc: "") == 8000)
        #expect(settings.choice("log.level", default: Level.info, doc: "") == .info)
        #expect(settings.bool("whatsapp.enabled", default: false, doc: ""))
        #expect(
            settings.duration("run.timeout", default: .seconds(60), in: .seconds(1) ... .seconds(7200), doc: "")
                == .seconds(60))
        #expect(
            settings.bytes("server.max_body", default: 1 << 20, in: 1000...10_000_000, aliases: ["MAX_BODY"], doc: "")
                == 1 << 20)
        #expect(settings.number("budget.share", default: 0.5, in: 0...1, doc: "") == 0.5)
        #expect(settings.secret("twilio.auth_token", aliases: ["TWILIO_AUTH_TOKEN"], doc: "")?.reveal() == "hunter2")
        #expect(settings.string("twilio.account", doc: "") == nil)
        settings.reject("twilio.account", "is needed when whatsapp.enabled is true")
        settings.reject("twilio.auth_token", "is too short")

        let error = #expect(throws: SettingsError.self) { try settings.finish() }

        #expect(
            error?.description == """
                fte.yaml:7:11: server.port must be an integer from 1 to 65535, not 'eighty'
                fte.yaml:2:1: log.level must be info or debug, not 'loud'
                FTE_RUN_TIMEOUT: run.timeout must be a duration from 1s to 2h, such as 30s, 5m, 2h or 7d, not '30'
                MAX_BODY: server.max_body must be a size from 1kB to 10MB, such as 64kB or 1MB, not '1 XB'
                --share: budget.share must be a number from 0.0 to 1.0, not '2'
                twilio.account is needed when whatsapp.enabled is true
                TWILIO_AUTH_TOKEN: twilio.auth_token is too short
                fte.yaml:9:1: zzz is no setting
                fte.yaml:10:3: server.prot is no setting; did you mean server.port?
                """)
    }

    @Test func `unknown variables with the program's prefix are warned about`() throws {
        let settings = Settings(
            prefix: "FTE_",
            environment: ["FTE_SERVER_PROT": "1", "FTE_CONTAINER": "1", "PATH": "/bin", "FTE_SERVER_PORT": "2"],
            otherVariables: ["FTE_CONTAINER"])
        _ = settings.integer("server.port", default: 1, doc: "")

        let warnings = try settings.finish()

        #expect(warnings == ["FTE_SERVER_PROT sets nothing; did you mean FTE_SERVER_PORT?"])
    }

    @Test func `a secret is shown nowhere`() throws {
        let settings = Settings(prefix: "FTE_", environment: ["FTE_KEY": "hunter2"])
        let secret = try #require(settings.secret("key", doc: "The key."))
        var dumped = ""
        dump(["key": secret], to: &dumped)

        for shown in ["\(secret)", String(reflecting: secret), dumped, "\(settings.describe())"] {
            #expect(!shown.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2")
        #expect(settings.describe()[0].current == "(secret)")
    }

    @Test func `lists come from the file item by item and from elsewhere with commas`() throws {
        let settings = Settings(
            prefix: "FTE_",
            file: [
                "server.hosts.0": SettingValue("a.example", origin: "fte.yaml:3:5"),
                "server.hosts.1": SettingValue("b.example", origin: "fte.yaml:4:5"),
                "server.origins": SettingValue(" c , ,d ", origin: "fte.yaml:5:1"),
            ], environment: ["KAFKA_BOOTSTRAP_SERVERS": "k1:9092,k2:9092"])

        #expect(settings.list("server.hosts", doc: "") == ["a.example", "b.example"])
        #expect(settings.list("server.origins", doc: "") == ["c", "d"])
        #expect(
            settings.list("kafka.bootstrap", aliases: ["KAFKA_BOOTSTRAP_SERVERS"], doc: "") == ["k1:9092", "k2:9092"])
        #expect(settings.list("other", default: ["x"], doc: "") == ["x"])
        try settings.finish()
    }

    @Test(arguments: [
        ("30s", Duration.seconds(30)), ("5m", .seconds(300)), ("2h", .seconds(7200)), ("7d", .seconds(604_800)),
        ("250ms", .milliseconds(250)), ("0", .zero), ("5 m", .seconds(300)),
    ])
    func `durations are a number and a unit`(text: String, expected: Duration) {
        #expect(duration(text) == expected)
    }

    @Test(arguments: [
        "", "30", "s", "-1s", "1.5s", "5x", "99999999999999999999s", "9223372036854775807d", "1s2m", "٣s",
    ])
    func `durations refuse the rest`(text: String) {
        #expect(duration(text) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("512", 512), ("64kB", 64_000), ("64kb", 64_000), ("1MB", 1_000_000), ("1 MiB", 1 << 20),
        ("2GiB", 2 << 30),
    ])
    func `sizes are bytes or a number and a unit`(text: String, expected: Int) {
        #expect(bytes(text) == expected)
    }

    @Test(arguments: ["", "-1", "1.5MB", "MB", "1XB", "9223372036854775807TB"])
    func `sizes refuse the rest`(text: String) {
        #expect(bytes(text) == nil)
    }

    @Test(arguments: [("true", true), ("YES", true), ("on", true), ("1", true), ("False", false), ("off", false)])
    func `booleans are said in several ways`(text: String, expected: Bool) throws {
        let settings = Settings(prefix: "FTE_", environment: ["FTE_FLAG": text])

        #expect(settings.bool("flag", default: !expected, doc: "") == expected)
        try settings.finish()
    }

    @Test func `a leading tilde is the home folder`() {
        let environment = ["HOME": "/home/ana", "FTE_A": "~/data", "FTE_B": "/x/~/y", "FTE_C": "~bob"]
        let settings = Settings(prefix: "FTE_", environment: environment)

        #expect(settings.path("a", default: "", doc: "") == "/home/ana/data")
        #expect(settings.path("b", default: "", doc: "") == "/x/~/y")
        #expect(settings.path("c", default: "", doc: "") == "~bob")
        #expect(settings.path("d", doc: "") == nil)
    }

    @Test func `settings describe themselves in the order in which they are read`() {
        let settings = Settings(prefix: "FTE_", environment: ["LOG_LEVEL": "debug"])
        _ = settings.bytes("server.max_body", default: 1 << 20, in: 0...1 << 30, doc: "The largest body.")
        _ = settings.choice("log.level", default: Level.info, aliases: ["LOG_LEVEL"], doc: "The least level written.")
        _ = settings.duration("run.timeout", default: .seconds(90), in: .zero ... .seconds(3600), doc: "The most.")

        let described = settings.describe()

        #expect(described.map(\.key) == ["server.max_body", "log.level", "run.timeout"])
        #expect(described.map(\.defaultValue) == ["1MiB", "info", "90s"])
        #expect(described.map(\.current) == [nil, "debug", nil])
        #expect(described.map(\.origin) == [nil, "LOG_LEVEL", nil])
        #expect(described[1].environment == ["FTE_LOG_LEVEL", "LOG_LEVEL"])
        #expect(described[1].allowed == "info or debug")
        #expect(settings.isSet("log.level") && !settings.isSet("run.timeout"))
    }

    private enum Level: String, CaseIterable { case info, debug }

    /// Nil when it is refused.
    private func duration(_ text: String) -> Duration? {
        let settings = Settings(prefix: "", options: ["x": SettingValue(text, origin: "--x")])
        let value = settings.duration("x", default: .seconds(1), in: .zero ... .seconds(1 << 40), doc: "")
        return (try? settings.finish()) == nil ? nil : value
    }

    private func bytes(_ text: String) -> Int? {
        let settings = Settings(prefix: "", options: ["x": SettingValue(text, origin: "--x")])
        let value = settings.bytes("x", default: 1, in: 0 ... .max, doc: "")
        return (try? settings.finish()) == nil ? nil : value
    }
}
