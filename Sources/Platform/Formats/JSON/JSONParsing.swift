extension JSONValue {
    /// Parses one JSON text (RFC 8259), with white space around it.
    ///
    /// Strict where the RFC leaves a choice: a repeated key, half a surrogate pair, invalid UTF-8, a byte order mark, a
    /// number beyond a `Double`'s range and a deeper or larger document than `limits` are errors. An integer that fits
    /// `Int64` stays exact and every other number becomes the nearest `Double`. `\u0000` is a character like any
    /// other; who hands text to C or PostgreSQL refuses it there.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try Self.parse(bytes, isValidated: false, limits: limits)
    }

    /// Parses one JSON text.
    package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try Self.parse(text.utf8, isValidated: true, limits: limits)
    }

    private static func parse(
        _ bytes: some Collection<UInt8>, isValidated: Bool, limits: JSONLimits
    ) throws(JSONError) -> JSONValue {
        let parse = { (bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> in
            Result { () throws(JSONError) in
                guard bytes.count <= limits.bytes else {
                    throw JSONError("the text is longer than \(limits.bytes) bytes", at: 0, in: bytes)
                }
                if !isValidated, let offset = bytes.offsetOfInvalidUTF8 {
                    throw JSONError("the bytes are not UTF-8", at: offset, in: bytes)
                }
                var parser = JSONParser(bytes, depth: limits.depth)
                return try parser.document()
            }
        }
        if let result = bytes.withContiguousStorageIfAvailable(parse) { return try result.get() }
        return try Array(bytes).withUnsafeBufferPointer(parse).get()
    }
}
