/// Reads the settings of a program, once, at its start.
///
/// Each part asks for what it needs and keeps the answers in a struct of its own. A read never fails: what is wrong is
/// written down, the default stands in, and `finish()` tells everything together. So each setting is declared where it
/// is used, and one run over all parts yields the documentation (`describe()`).
///
///     let settings = Settings(prefix: "FTE_", file: file, environment: environment, options: invocation.settings)
///     let server = ServerSettings(settings)    // port = settings.integer("server.port", default: 8000, in: 1...65535, …)
///     try settings.finish()
///
/// Not `Sendable`: it belongs to the function that starts the program.
package final class Settings {
    private let layers: SettingsLayers
    private let otherVariables: Set<String>
    private var declared: [String: SettingDescription] = [:]
    private var order: [String] = []
    private var problems: [SettingsError.Problem] = []

    /// - Parameters:
    ///   - prefix: of the program's environment variables, such as `FTE_`.
    ///   - file: the file's leaves by their path (`server.port`; list items `server.hosts.0`), each with its place.
    ///   - options: by the setting's key, from `Invocation.settings`.
    ///   - otherVariables: variables with the prefix that are no settings, and so not warned about.
    package init(
        prefix: String, file: [String: SettingValue] = [:], environment: [String: String] = [:],
        options: [String: SettingValue] = [:], otherVariables: Set<String> = []
    ) {
        layers = SettingsLayers(prefix: prefix, file: file, environment: environment, options: options)
        self.otherVariables = otherVariables
    }

    // MARK: Reading

    package func string(_ key: String, default value: String, aliases: [String] = [], doc: String) -> String {
        string(key, aliases: aliases, doc: doc, shownDefault: value) ?? value
    }

    /// Nil when it is set nowhere.
    package func string(_ key: String, aliases: [String] = [], doc: String) -> String? {
        string(key, aliases: aliases, doc: doc, shownDefault: nil)
    }

    package func integer(
        _ key: String, default value: Int, in range: ClosedRange<Int> = .min ... .max, aliases: [String] = [],
        doc: String
    ) -> Int {
        integer(key, in: range, aliases: aliases, doc: doc, shownDefault: String(value)) ?? value
    }

    package func integer(
        _ key: String, in range: ClosedRange<Int> = .min ... .max, aliases: [String] = [], doc: String
    ) -> Int? {
        integer(key, in: range, aliases: aliases, doc: doc, shownDefault: nil)
    }

    /// A decimal number, such as a share or a threshold.
    package func number(
        _ key: String, default value: Double, in range: ClosedRange<Double>, aliases: [String] = [], doc: String
    ) -> Double {
        read(
            key, allowed: "a number from \(range.lowerBound) to \(range.upperBound)", aliases: aliases, doc: doc,
            shownDefault: String(value)
        ) { Double($0).flatMap { range.contains($0) ? $0 : nil } } ?? value
    }

    /// `true`, `yes`, `on`, `1` and their opposites, in any case.
    package func bool(_ key: String, default value: Bool, aliases: [String] = [], doc: String) -> Bool {
        read(
            key, allowed: "true or false", aliases: aliases, doc: doc, shownDefault: String(value),
            parse: SettingText.bool) ?? value
    }

    /// One of an enum's cases, by its raw value, in any case.
    package func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, default value: Value, aliases: [String] = [], doc: String
    ) -> Value where Value.RawValue == String {
        read(
            key, allowed: Expectation.choice(of: Value.allCases.map(\.rawValue)), aliases: aliases, doc: doc,
            shownDefault: value.rawValue
        ) { text in Value.allCases.first { $0.rawValue.lowercased() == text.lowercased() } } ?? value
    }

    /// `250ms`, `30s`, `5m`, `2h`, `7d`.
    package func duration(
        _ key: String, default value: Duration, in range: ClosedRange<Duration>, aliases: [String] = [], doc: String
    ) -> Duration {
        let allowed =
            "a duration from \(SettingText.written(range.lowerBound)) to \(SettingText.written(range.upperBound))"
            + ", such as 30s, 5m, 2h or 7d"
        return read(key, allowed: allowed, aliases: aliases, doc: doc, shownDefault: SettingText.written(value)) {
            SettingText.duration($0).flatMap { range.contains($0) ? $0 : nil }
        } ?? value
    }

    /// `512`, `64kB`, `1MB`, `2GB` in powers of ten, `64KiB`, `1MiB`, `2GiB` in powers of two.
    package func bytes(
        _ key: String, default value: Int, in range: ClosedRange<Int>, aliases: [String] = [], doc: String
    ) -> Int {
        let allowed =
            "a size from \(SettingText.written(bytes: range.lowerBound)) to "
            + "\(SettingText.written(bytes: range.upperBound)), such as 64kB or 1MB"
        return read(
            key, allowed: allowed, aliases: aliases, doc: doc, shownDefault: SettingText.written(bytes: value)
        ) { SettingText.bytes($0).flatMap { range.contains($0) ? $0 : nil } } ?? value
    }

    /// A file or folder. A leading `~/` is the home folder; nothing is looked at.
    package func path(_ key: String, default value: String, aliases: [String] = [], doc: String) -> String {
        path(key, aliases: aliases, doc: doc, shownDefault: value) ?? value
    }

    package func path(_ key: String, aliases: [String] = [], doc: String) -> String? {
        path(key, aliases: aliases, doc: doc, shownDefault: nil)
    }

    /// Texts without commas: a list in the file, `a, b` elsewhere.
    package func list(_ key: String, default value: [String] = [], aliases: [String] = [], doc: String) -> [String] {
        let items = layers.items(of: key, aliases: aliases)
        let origin = items?.first?.origin
        declare(
            key, allowed: "a list", aliases: aliases, doc: doc, shownDefault: value.joined(separator: ", "),
            current: items.map { SettingValue($0.map(\.text).joined(separator: ", "), origin: origin ?? "") })
        return items?.map(\.text) ?? value
    }

    /// Never shown: not in errors, not by `describe()`. Nil when it is set nowhere.
    package func secret(_ key: String, aliases: [String] = [], doc: String) -> Secret? {
        read(key, allowed: "a text", aliases: aliases, doc: doc, shownDefault: nil, isSecret: true) { Secret($0) }
    }

    // MARK: Telling

    /// Whether somebody wrote this setting, which was read before.
    package func isSet(_ key: String) -> Bool { declaration(of: key).current != nil }

    /// Writes down a problem that only the reader of several settings can see, to be told with the others.
    ///
    /// - Parameter message: follows the key: "is needed when whatsapp.enabled is true".
    package func reject(_ key: String, _ message: String) {
        problems.append(.init(key: key, origin: declaration(of: key).origin, message: message))
    }

    /// To be called once every part has read: tells all problems, keys of the file that nobody read among them.
    ///
    /// - Returns: warnings, a line each, for the log: variables with the program's prefix that set nothing.
    /// - Throws: `SettingsError`.
    @discardableResult
    package func finish() throws -> [String] {
        let unknown = layers.file.filter { !isKnown($0.key) }.sorted { SettingsLayers.isBefore($0.value, $1.value) }
        let all =
            problems
            + unknown.map { key, value in
                let guess = Suggestion.question(Suggestion.nearest(to: key, among: order))
                return .init(key: key, origin: value.origin, message: "is no setting\(guess)")
            }
        guard all.isEmpty else { throw SettingsError(problems: all) }
        let known = order.flatMap { declaration(of: $0).environment }
        return layers.environment.keys.sorted().compactMap { name in
            guard name.hasPrefix(layers.prefix), !known.contains(name), !otherVariables.contains(name) else {
                return nil
            }
            return "\(name) sets nothing\(Suggestion.question(Suggestion.nearest(to: name, among: known)))"
        }
    }

    /// Every setting that was read, in the order of reading.
    package func describe() -> [SettingDescription] { order.map(declaration) }

    // MARK: Private

    private func string(_ key: String, aliases: [String], doc: String, shownDefault: String?) -> String? {
        read(key, allowed: "a text", aliases: aliases, doc: doc, shownDefault: shownDefault) { $0 }
    }

    private func integer(
        _ key: String, in range: ClosedRange<Int>, aliases: [String], doc: String, shownDefault: String?
    ) -> Int? {
        read(
            key, allowed: Expectation.integer(in: range), aliases: aliases, doc: doc, shownDefault: shownDefault
        ) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    private func path(_ key: String, aliases: [String], doc: String, shownDefault: String?) -> String? {
        read(key, allowed: "a path", aliases: aliases, doc: doc, shownDefault: shownDefault) { text in
            guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
            guard text.hasPrefix("~/"), let home = layers.environment["HOME"] else { return text }
            return home + text.dropFirst()
        }
    }

    private func read<Value>(
        _ key: String, allowed: String, aliases: [String], doc: String, shownDefault: String?,
        isSecret: Bool = false, parse: (String) -> Value?
    ) -> Value? {
        let written = layers.value(of: key, aliases: aliases)
        declare(
            key, allowed: allowed, aliases: aliases, doc: doc, shownDefault: shownDefault, isSecret: isSecret,
            current: written)
        guard let written else { return nil }
        if let value = parse(written.text) { return value }
        let found = isSecret ? "" : ", not '\(written.text)'"
        problems.append(.init(key: key, origin: written.origin, message: "must be \(allowed)\(found)"))
        return nil
    }

    private func declare(
        _ key: String, allowed: String, aliases: [String], doc: String, shownDefault: String?,
        isSecret: Bool = false, current: SettingValue?
    ) {
        precondition(declared[key] == nil, "\(key) is read in two places")
        order.append(key)
        declared[key] = SettingDescription(
            key: key, allowed: allowed, defaultValue: shownDefault, doc: doc,
            environment: [layers.variable(for: key)] + aliases, isSecret: isSecret,
            current: current.map { isSecret ? "(secret)" : $0.text }, origin: current?.origin)
    }

    private func declaration(of key: String) -> SettingDescription {
        guard let known = declared[key] else { preconditionFailure("\(key) was not read") }
        return known
    }

    /// A list's items (`key.0`) are known with the list.
    private func isKnown(_ key: String) -> Bool {
        if declared[key] != nil { return true }
        guard let dot = key.lastIndex(of: "."), Int(key[key.index(after: dot)...]) != nil else { return false }
        return declared[String(key[..<dot])]?.allowed == "a list"
    }
}
