import Foundation
import Testing

/// Public data sets kept outside the repository, in the folder `FTE_SHARED_DATA` names (`../shared` by default).
enum DevelopmentData {
    static let folder: URL = {
        let given = ProcessInfo.processInfo.environment["FTE_SHARED_DATA"] ?? "../shared"
        return URL(filePath: given).appending(path: "data")
    }()

    static func has(_ path: String) -> Bool {
        let isThere = FileManager.default.fileExists(atPath: folder.appending(path: path).path)
        if !isThere { print("Not measured: \(folder.appending(path: path).path) is missing; set FTE_SHARED_DATA.") }
        return isThere
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// The JSON objects of a file, one a line.
    static func objects(_ path: String) throws -> [[String: Any]] {
        try text(path).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// Rows of a CSV file by column (RFC 4180).
    static func rows(_ path: String) throws -> [[String: String]] {
        var rows: [[String]] = [[]]
        var field: [UInt8] = []
        var isQuoted = false
        let bytes = Array(try text(path).utf8)
        var index = 0
        func close() {
            rows[rows.count - 1].append(String(decoding: field, as: UTF8.self))
            field = []
        }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && index + 1 < bytes.count && bytes[index + 1] == byte:
                field.append(byte)
                index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: close()
            case UInt8(ascii: "\n") where !isQuoted:
                close()
                rows.append([])
            case UInt8(ascii: "\r") where !isQuoted: break
            default: field.append(byte)
            }
            index += 1
        }
        if !field.isEmpty || !(rows.last?.isEmpty ?? true) { close() }
        let columns = rows.removeFirst()
        return rows.filter { $0.count == columns.count }.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
    }
}
