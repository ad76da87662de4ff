import Process

/// Options that every command takes.
enum CommonOptions {
    static let all: [Command.Option] = [
        Command.Option(
            "data-dir", .path, placeholder: "DIR", help: "Where the database and fte.yaml are.",
            default: DataDirectory.fallback, setting: "data.dir", environment: "FTE_DATA_DIR"),
        Command.Option(
            "workspace", .path, placeholder: "DIR", help: "The company's folder. The demo company by default.",
            setting: "workspace.dir", environment: "FTE_WORKSPACE_DIR"),
        Command.Option(
            "log-level", .choice(["debug", "info", "notice", "warning", "error"]), help: "What is logged.",
            default: "notice", setting: "log.level", environment: "FTE_LOG_LEVEL"),
        Command.Option(
            "log-format", .choice(["text", "json"]), help: "How a line of the log is written.", default: "text",
            setting: "log.format", environment: "FTE_LOG_FORMAT"),
    ]

    static let server: [Command.Option] = [
        Command.Option(
            "host", placeholder: "HOST", help: "The address to listen on.", default: "127.0.0.1",
            setting: "server.host", environment: "FTE_SERVER_HOST"),
        Command.Option(
            "port", .integer(0...65535), placeholder: "PORT", help: "The port to listen on; 0 takes a free one.",
            default: "8000", setting: "server.port", environment: "FTE_SERVER_PORT"),
    ]
}
