import FoundationEssentials
import Glibc
import Process

/// The folder that holds all an installation keeps: the database and `fte.yaml`.
struct DataDirectory {
    static let fallback = "~/.local/share/fte"

    let path: String

    var database: String { path + "/fte.sqlite" }
    var settingsFile: String { path + "/fte.yaml" }

    /// Where it is, which the settings' file can't say, being in it.
    init(option: String?, environment: [String: String]) {
        let written = option ?? environment["FTE_DATA_DIR"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.fallback
        path = written.hasPrefix("~/") ? (environment["HOME"] ?? "") + written.dropFirst() : written
    }

    /// Makes it if it isn't there, for its owner alone.
    /// - Throws: `StartError`, saying what is in the way.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError(
                "the data directory \(path) can't be made: \(Self.reason(for: error)). Choose another with --data-dir.")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StartError("the data directory \(path) is not a folder. Choose another with --data-dir.")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw StartError(
                "the data directory \(path) can't be written to. Mend its rights or choose another with --data-dir.")
        }
    }

    private static func reason(for error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(type(of: error))" }
        return switch error.code {
        case .fileWriteNoPermission: "no permission"
        case .fileWriteOutOfSpace: "the disk is full"
        case .fileWriteVolumeReadOnly: "the disk is read-only"
        case .fileWriteFileExists: "a file of that name is in the way"
        default: "its parent folder does not allow it"
        }
    }
}

/// Why the program can't start, in one line for whoever started it.
struct StartError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
