package import SQL

/// The schema's history: numbered SQL files beside this one, compiled into the program.
package enum DeskSchema {
    package static let migrator = Migrator(migrations: [
        Migration(
            version: 1, name: "desk",
            sqlite: String(decoding: PackageResources._001_desk_sqlite_sql, as: UTF8.self))
    ])
}
