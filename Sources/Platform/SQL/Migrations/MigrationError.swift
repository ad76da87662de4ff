/// Why a database's schema can't be used or brought up to date.
package enum MigrationError: Error, Equatable, Sendable {
    /// A newer program has been here. This one must not touch the data.
    case databaseIsNewer(database: Int, program: Int)
    /// A migration's text differs from what was applied.
    case changed(version: Int, name: String)
    /// The database has a later version than one that it lacks, so the numbers were given out of order.
    case outOfOrder(version: Int, name: String, database: Int)
    /// The database has a version in the middle that the program doesn't know.
    case unknown(version: Int, name: String)
    /// The migration itself failed; what came before it is kept.
    case failed(version: Int, name: String, SQLError)
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .databaseIsNewer(let database, let program):
            "the database has schema version \(database), this program knows versions up to \(program): "
                + "use the newer program, or restore a backup made before it"
        case .changed(let version, let name):
            "migration \(version) (\(name)) differs from the one that was applied to this database"
        case .outOfOrder(let version, let name, let database):
            "migration \(version) (\(name)) was never applied, but the database is at version \(database)"
        case .unknown(let version, let name):
            "the database has migration \(version) (\(name)), which this program does not know"
        case .failed(let version, let name, let error):
            "migration \(version) (\(name)) failed: \(error)"
        }
    }
}
