import LanguageModels
import Process
import SupportDesk

/// Which language models answer, in which order. None where neither a URL nor a key is given: the built-in model answers
/// alone.
struct LanguageSettings {
    /// A model at an OpenAI-compatible server.
    struct Server {
        let url: String
        let key: Secret?
        let model: String
        let isOpenAI: Bool
        let wire: ModelWire
        let prices: ModelPrices?
        let reasoningEffort: String?
        let toolChoice: ToolChoice
    }

    enum Wire: String, CaseIterable {
        case auto, responses, chat
    }

    enum ToolChoice: String, CaseIterable {
        case required, auto
    }

    static let openAI = "https://api.openai.com/v1"

    /// The first one, then the one that is asked when it fails.
    let servers: [Server]
    let clocks: [Channel: Duration]
    let maxOutputTokens: Int
    let maxRunTokens: Int?
    let caFile: String?

    init(_ settings: Settings) {
        let first = Self.server(
            settings, "model", url: ["OPENAI_BASE_URL"], key: ["OPENAI_API_KEY"], model: ["OPENAI_MODEL"],
            which: "that answers")
        let second = Self.server(settings, "model.second", which: "that is asked when the first one fails")
        servers = [first, second].compactMap(\.self)
        if first == nil, second != nil {
            settings.reject("model.second.url", "needs a first model beside it: set model.url or model.key")
        }
        var clocks: [Channel: Duration] = [:]
        for channel in Channel.allCases {
            clocks[channel] = settings.duration(
                "model.clock.\(channel.rawValue)", default: .seconds(channel == .email ? 90 : 20),
                in: .milliseconds(100)...(.seconds(600)),
                doc:
                    "How long language models have for an answer by \(channel.displayName) before the built-in model gives it."
            )
        }
        self.clocks = clocks
        maxOutputTokens = settings.integer(
            "model.max_output_tokens", default: 2_000, in: 16...100_000, doc: "Tokens that a model may write at once.")
        maxRunTokens = settings.integer(
            "model.max_run_tokens", in: 1_000...10_000_000,
            doc: "Tokens that one answer may take over all calls of models; without limit where it isn't set.")
        caFile = settings.path(
            "model.ca_file", doc: "Certificates to trust at the models' servers; the system's where it isn't set.")
    }

    private static func server(
        _ settings: Settings, _ key: String, url urlAliases: [String] = [], key keyAliases: [String] = [],
        model modelAliases: [String] = [], which: String
    ) -> Server? {
        let url = settings.string(
            "\(key).url", aliases: urlAliases,
            doc:
                "The server of the language model \(which), up to and with its version; OpenAI's where only a key is set."
        )
        let secret = settings.secret("\(key).key", aliases: keyAliases, doc: "The key to that server, if it wants one.")
        let model = settings.string(
            "\(key).name", default: "gpt-5.6-luna", aliases: modelAliases, doc: "The model's name at that server.")
        let wire = settings.choice(
            "\(key).wire", default: Wire.auto,
            doc:
                "How that server is asked: by the Responses API (auto: at OpenAI) or Chat Completions (auto: elsewhere)."
        )
        let effort = settings.string(
            "\(key).reasoning_effort",
            doc: "How much that model reasons, such as low; its own default where it isn't set.")
        let toolChoice = settings.choice(
            "\(key).tool_choice", default: ToolChoice.required,
            doc: "Whether that model has to answer by its tools; auto for servers that don't know required.")
        let prices = prices(settings, "\(key).price")
        guard url != nil || secret != nil else { return nil }
        let address = url ?? openAI
        if !address.hasPrefix("https://"), !address.hasPrefix("http://") {
            settings.reject("\(key).url", "must begin with https:// or http://")
        }
        let isOpenAI = address.contains("//api.openai.com/")
        return Server(
            url: address, key: secret, model: model, isOpenAI: isOpenAI,
            wire: wire == .responses || wire == .auto && isOpenAI ? .responses : .chat, prices: prices,
            reasoningEffort: effort, toolChoice: toolChoice)
    }

    /// `nil` where nothing is set: the model costs nothing.
    private static func prices(_ settings: Settings, _ key: String) -> ModelPrices? {
        let price = { (part: String, what: String) -> Int? in
            let value = settings.number(
                "\(key).\(part)", default: 0, in: 0...10_000, doc: "US dollars for a million tokens \(what).")
            return settings.isSet("\(key).\(part)") ? Int((value * 1_000_000).rounded()) : nil
        }
        let input = price("input", "that are read")
        let cached = price("cached_input", "that are read again; the price of others where it isn't set")
        let output = price("output", "that are written")
        guard input != nil || output != nil || cached != nil else { return nil }
        return ModelPrices(input: input ?? 0, cachedInput: cached, output: output ?? 0)
    }
}
