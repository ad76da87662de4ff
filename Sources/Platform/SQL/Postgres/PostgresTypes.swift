import CPostgres

/// The types whose binary form we know, by their fixed numbers (pg_type.dat).
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let bigint: Oid = 20
    static let smallint: Oid = 21
    static let integer: Oid = 23
    static let text: Oid = 25
    static let json: Oid = 114
    static let real: Oid = 700
    static let double: Oid = 701
    static let unknown: Oid = 705
    static let char: Oid = 1042
    static let varchar: Oid = 1043
    static let timestamptz: Oid = 1184
    static let uuid: Oid = 2950
    static let jsonb: Oid = 3802

    /// What a developer calls it, for our own mistakes.
    static func title(of type: Oid) -> String { titles[type] ?? "a type (\(type)) that has to be cast" }

    static func isText(_ type: Oid) -> Bool {
        switch type {
        case text, varchar, char, name, unknown: true
        default: false
        }
    }

    private static let titles: [Oid: String] = [
        bool: "boolean", bytea: "bytea", name: "name", bigint: "bigint", smallint: "smallint", integer: "integer",
        text: "text", json: "json", real: "real", double: "double precision", char: "char", varchar: "varchar",
        timestamptz: "timestamptz", uuid: "uuid", jsonb: "jsonb", 1700: "numeric, which has to be cast",
    ]
}

/// Microseconds from 1970 to 2000, where PostgreSQL's binary times begin.
let postgresEpoch: Int64 = 946_684_800_000_000
