import FoundationEssentials

/// The bridge to `Codable`, for what is read or written seldom: it goes through text, dates being ISO 8601.
extension JSONValue {
    package init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        try self.init(parsing: encoder.encode(value))
    }

    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(serialized()))
    }
}
