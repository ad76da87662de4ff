import CPostgres

extension SQLError {
    /// What an error report means, by its SQLSTATE (PostgreSQL's manual, appendix A).
    ///
    /// - Parameter quotesValues: Whether the server knew values that its message may quote (`relation "…" does not
    ///   exist` of `$1::regclass`); then it isn't kept. Elsewhere it is kept where it is about the statement itself.
    init(_ result: PostgresResult, statement: StaticString?, quotesValues: Bool) {
        let code = result.errorField(pq_diag_sqlstate) ?? "XX000"
        let constraint = result.errorField(pq_diag_constraint_name) ?? ""
        switch code {
        case "23505": self = .unique(constraint: constraint)
        case "23503": self = .foreignKey
        case "23514": self = .check(constraint: constraint)
        case "23502":
            let table = result.errorField(pq_diag_table_name) ?? ""
            self = .notNull(column: table + "." + (result.errorField(pq_diag_column_name) ?? ""))
        case "40001", "40P01": self = .conflict
        case "55P03": self = .busy
        case "53300": self = .unavailable(reason: "too many connections")
        case "53100": self = .full
        case "53200": self = .outOfMemory
        case "25006": self = .readOnly
        case "57014": self = .interrupted
        case "57P01", "57P02", "57P03", "57P05", "25P03": self = .unavailable(reason: Self.reason(for: code))
        case "58030", "58P01": self = .io(reason: "SQLSTATE \(code)")
        case "XX001", "XX002": self = .corrupt(reason: "SQLSTATE \(code)")
        case _ where code.hasPrefix("08"): self = .unavailable(reason: "the connection failed (SQLSTATE \(code))")
        case _ where !quotesValues && (code.hasPrefix("42") || code.hasPrefix("0A")):
            self = .other(code: code, message: result.errorField(pq_diag_message) ?? "")
        default:
            let place = statement.map { " in \(shortened($0.description))" } ?? ""
            self = .other(code: code, message: "refused by the server" + place)
        }
    }

    private static func reason(for code: String) -> String {
        switch code {
        case "57P01": "the server is being stopped, or ended our session"
        case "57P02": "the server is recovering from a crash"
        case "57P03": "the server is starting or stopping"
        default: "the server ended an idle session"
        }
    }

    /// Why a connection could not be made, from libpq's message with SQLSTATEs in it (`PQERRORS_VERBOSE`).
    init(connecting message: String, needsPassword: Bool) {
        let lines = message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        // Several hosts may each have their own reason; the last is that of the last.
        let code = lines.lazy.reversed().compactMap { sqlState(in: $0) }.first
        let reason = lines.map { (line: Substring) -> String in
            sqlState(in: line).map { String(line).replacing(":  \($0): ", with: ": ") } ?? String(line)
        }.joined(separator: "; ")
        switch code {
        case "53300", "57P03", "57P01", "57P02": self = .unavailable(reason: reason)
        case let code?: self = .refused(code: code, reason: reason)
        case nil where needsPassword: self = .refused(code: "28P01", reason: reason)
        case nil where isAboutTrust(reason): self = .refused(code: "08001", reason: reason)
        case nil: self = .unavailable(reason: reason)
        }
    }
}

/// What libpq says, in English always, when TLS can't be had as it was asked for.
private func isAboutTrust(_ reason: String) -> Bool {
    ["certificate", "does not support SSL", "sslmode", "does not match host name"].contains { reason.contains($0) }
}

/// The five characters of `FATAL:  28P01: …`.
private func sqlState(in line: Substring) -> String? {
    guard let start = line.firstRange(of: ":  ")?.upperBound else { return nil }
    let code = line[start...].prefix(5)
    guard code.count == 5, code.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }),
        line[start...].dropFirst(5).hasPrefix(": ")
    else { return nil }
    return String(code)
}
