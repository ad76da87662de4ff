import CPostgres

/// Which database a URL names, and as whom, as libpq reads it: without its password, and so fit to be shown.
///
/// What the URL leaves open comes from libpq's own variables (`PGHOST`, `PGSSLMODE` …) and defaults.
package struct PostgresAddress: Equatable, Sendable {
    /// Several are separated by commas; empty or a path for a socket of this machine.
    package let host: String
    package let port: String
    package let database: String
    package let role: String
    package let sslMode: String

    /// `nil` where libpq can't read it. What is wrong isn't told, since libpq's words quote the password.
    package init?(url: String) {
        guard let written = Self.options(PQconninfoParse(url, nil)) else { return nil }
        let defaults = Self.options(PQconndefaults()) ?? [:]
        func value(_ keyword: String) -> String { written[keyword] ?? defaults[keyword] ?? "" }
        host = written["hostaddr"] ?? value("host")
        port = value("port")
        role = value("user")
        database = written["dbname"] ?? defaults["dbname"] ?? value("user")
        sslMode = value("sslmode")
    }

    /// Whether the server is on this machine.
    package var isLocal: Bool {
        host.split(separator: ",").allSatisfy {
            $0.hasPrefix("/") || $0.hasPrefix("@") || $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.")
        }
    }

    private static func options(_ list: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String]? {
        guard let list else { return nil }
        defer { PQconninfoFree(list) }
        var values: [String: String] = [:]
        var option = list
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }
}

extension PostgresAddress: CustomStringConvertible {
    /// `fte_app@db.example:5432/fte`.
    package var description: String {
        let place = host.isEmpty || host.hasPrefix("/") ? "(socket)" : host
        return "\(role)@\(place):\(port)/\(database)"
    }
}
