/// The places where settings are written. A later one wins: defaults, file, environment, options.
struct SettingsLayers {
    let prefix: String
    let file: [String: SettingValue]
    let environment: [String: String]
    let options: [String: SettingValue]

    /// `server.port` is `FTE_SERVER_PORT` where the prefix is `FTE_`.
    func variable(for key: String) -> String {
        prefix + String(key.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// What holds for a key. The program's own variable comes before its aliases; an empty variable is as good as none.
    func value(of key: String, aliases: [String]) -> SettingValue? {
        if let value = options[key] { return value }
        for name in [variable(for: key)] + aliases {
            if let text = environment[name], !text.isEmpty { return SettingValue(text, origin: name) }
        }
        return file[key]
    }

    /// The items of a list: from the file as `key.0`, `key.1` …, elsewhere one text with commas.
    func items(of key: String, aliases: [String]) -> [SettingValue]? {
        if let value = value(of: key, aliases: aliases) {
            return value.text.split(separator: ",").map {
                SettingValue(Self.trimmed($0), origin: value.origin)
            }.filter { !$0.text.isEmpty }
        }
        var found: [SettingValue] = []
        while let item = file["\(key).\(found.count)"] { found.append(item) }
        return found.isEmpty ? nil : found
    }

    /// Line 9 comes before line 10.
    static func isBefore(_ one: SettingValue, _ other: SettingValue) -> Bool {
        let parts = [one, other].map { $0.origin.split(separator: ":") }
        for (left, right) in zip(parts[0], parts[1]) where left != right {
            guard let left = Int(left), let right = Int(right) else { return left < right }
            return left < right
        }
        return parts[0].count < parts[1].count
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let end = text.lastIndex { !$0.isWhitespace }
        guard let start = text.firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
        return String(text[start...end])
    }
}
