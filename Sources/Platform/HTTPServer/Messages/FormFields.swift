/// Why an urlencoded form or query was refused.
package enum FormError: Error, Equatable {
    /// A `%` without two hex digits, an encoded NUL, or octets that aren't UTF-8.
    case malformed
    /// More than `FormFields.limit` fields.
    case tooManyFields
}

/// The fields of an `application/x-www-form-urlencoded` body or of a query: ordered, names may repeat.
package struct FormFields: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package static let limit = 1_000

    package var all: [Field]

    package init(_ fields: [Field] = []) {
        all = fields
    }

    /// The first value under a name. Names are compared exactly.
    package subscript(name: String) -> String? {
        all.first { $0.name == name }?.value
    }

    package func values(of name: String) -> [String] {
        all.filter { $0.name == name }.map(\.value)
    }

    /// Parses as the URL standard does (section 5.1), but refuses what can't be decoded instead of guessing.
    package init(urlEncoded bytes: Span<UInt8>) throws(FormError) {
        all = []
        var start = 0
        while start < bytes.count {
            var end = start
            var equals: Int?
            while end < bytes.count && bytes[end] != UInt8(ascii: "&") {
                if bytes[end] == UInt8(ascii: "=") && equals == nil { equals = end }
                end += 1
            }
            if end > start {
                guard all.count < Self.limit else { throw .tooManyFields }
                let nameEnd = equals ?? end
                let valueStart = equals.map { $0 + 1 } ?? end
                guard let name = PercentCoding.decode(bytes.extracting(start..<nameEnd), plusIsBlank: true),
                    let value = PercentCoding.decode(bytes.extracting(valueStart..<end), plusIsBlank: true)
                else { throw .malformed }
                all.append(Field(name: name, value: value))
            }
            start = end + 1
        }
    }
}
