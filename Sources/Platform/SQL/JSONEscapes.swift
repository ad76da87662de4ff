/// Escapes in JSON text that `jsonb` can't hold, and so neither driver takes: what they stand for is no text.
enum JSONEscapes {
    /// Why a database would refuse the text; `nil` when it wouldn't. Whether it is JSON at all is not looked at.
    static func problem(in json: String) -> String? {
        var json = json
        return json.withUTF8 { problem(in: $0) }
    }

    private static func problem(in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        if bytes.contains(0) { return "text that contains a NUL" }
        var index = 0
        while let backslash = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) {
            index = min(backslash + 2, bytes.count)
            guard let unit = escapedUnit(at: backslash, in: bytes) else { continue }
            index = backslash + 6
            if unit == 0 { return "JSON with the escape \\u0000" }
            if UTF16.isTrailSurrogate(unit) { return "JSON with half of a surrogate pair" }
            guard UTF16.isLeadSurrogate(unit) else { continue }
            guard let second = escapedUnit(at: index, in: bytes), UTF16.isTrailSurrogate(second) else {
                return "JSON with half of a surrogate pair"
            }
            index += 6
        }
        return nil
    }

    /// The UTF-16 unit of a `\uXXXX`.
    private static func escapedUnit(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt16? {
        guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: bytes[start + 2..<start + 6], as: UTF8.self), radix: 16)
    }
}
