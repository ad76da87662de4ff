import CPostgres

/// What has to be known of a URL before libpq uses it. libpq's own complaints about one may quote its password, so they
/// are not repeated.
struct PostgresURL {
    /// Each is given its own time.
    let hostCount: Int
    private let password: String

    /// - Throws: `SQLError.cannotOpen`.
    init(_ text: String) throws(SQLError) {
        guard !text.utf8.contains(0), let words = Self.words(of: text) else { throw Self.unreadable }
        let hosts = (words["host"] ?? "") + (words["hostaddr"] ?? "")
        let ports = words["port"] ?? ""
        // What a password with such a character has become.
        guard !hosts.contains("@"), ports.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2C }) else {
            throw Self.unreadable
        }
        hostCount = hosts.count { $0 == "," } + 1
        password = words["password"] ?? ""
    }

    private static let unreadable = SQLError.cannotOpen(
        path: "postgresql://…",
        reason: "its URL can't be read; special characters in user, password and path are written as %40 and the like")

    /// The words that are set in a URL, or in libpq's `key=value` form; `nil` when it can't be read.
    private static func words(of text: String) -> [String: String]? {
        guard let options = PQconninfoParse(text, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var words: [String: String] = [:]
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { words[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        return words
    }

    /// `message` without the password, wherever it may have come from.
    func redacting(_ message: String) -> String {
        password.isEmpty ? message : message.replacing(password, with: "…")
    }
}
