import SQL

/// How a vector lies in its column.
///
/// SQLite: its numbers one behind the other, 32-bit IEEE 754, little-endian. PostgreSQL: pgvector's `vector`, or `real[]`
/// on a server without it. A `real[]` in text goes into either, for pgvector casts it on assignment, and either is
/// read as `real[]` in binary (`array_send`): so the statements are the same before and after pgvector is there.
enum VectorColumn {
    static func value(_ vector: [Float], for dialect: Dialect) -> SQLValue {
        switch dialect {
        case .sqlite:
            .blob(vector.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } })
        case .postgres:
            // The shortest text that is read back as the same number.
            .text("{" + vector.map(\.description).joined(separator: ",") + "}")
        }
    }

    /// - Parameter column: what `PassageVector` statements select.
    static func vector(in row: borrowing Row, _ column: Int, for dialect: Dialect) throws -> [Float] {
        let bytes = try row.blob(column)
        let vector =
            switch dialect {
            case .sqlite: floats(littleEndian: bytes)
            case .postgres: floats(array: bytes)
            }
        guard let vector else { throw SQLError.invalidColumn(column, reason: "not a vector") }
        return vector
    }

    private static func floats(littleEndian bytes: [UInt8]) -> [Float]? {
        guard bytes.count % 4 == 0 else { return nil }
        return bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { index in
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
            }
        }
    }

    /// A one-dimensional array of `real` without NULLs (`array_send` in PostgreSQL's arrayfuncs.c): five numbers of 32 bits, most
    /// significant byte first, of which the fourth counts the elements; then each element behind its length, 4.
    private static func floats(array bytes: [UInt8]) -> [Float]? {
        let header = 20
        guard bytes.count >= header else { return nil }
        return bytes.withUnsafeBytes { bytes in
            func number(at offset: Int) -> UInt32 {
                UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            }
            let count = Int(number(at: 12))
            guard number(at: 0) == 1, number(at: 4) == 0, bytes.count == header + count * 8 else { return nil }
            return (0..<count).map { Float(bitPattern: number(at: header + $0 * 8 + 4)) }
        }
    }
}
