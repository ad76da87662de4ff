extension ZoneRules {
    /// Reads a compiled zone file (RFC 9636, section 3); `nil` when it is none, or an old one without 64-bit times.
    init?(name: String, file: [UInt8]) {
        var reader = ZoneFileReader(file)
        guard let narrow = reader.header(), narrow.version >= UInt8(ascii: "2"),
            reader.skip(narrow.length(timeSize: 4)),
            let header = reader.header(), header.types > 0
        else { return nil }
        guard let times = reader.integers(header.times, size: 8), let kinds = reader.bytes(header.times),
            let types = reader.bytes(header.types * 6), let names = reader.bytes(header.characters),
            reader.skip(header.leaps * 12 + header.standards + header.universals), let footer = reader.footer()
        else { return nil }

        var known: [Offset] = []
        for start in stride(from: 0, to: types.count, by: 6) {
            guard Int(types[start + 5]) < names.count else { return nil }
            let seconds = types[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            known.append(
                Offset(
                    seconds: Int(Int32(bitPattern: seconds)),
                    abbreviation: String(decoding: names[Int(types[start + 5])...].prefix { $0 != 0 }, as: UTF8.self)))
        }
        guard kinds.allSatisfy({ Int($0) < known.count }), zip(times, times.dropFirst()).allSatisfy(<) else {
            return nil
        }
        let yearly = footer.isEmpty ? nil : YearlyZoneRule(footer)
        guard footer.isEmpty || yearly != nil else { return nil }
        self.init(
            name: name, transitions: times, offsets: [known[0]] + kinds.map { known[Int($0)] }, yearly: yearly)
    }

    /// Whether a name can be one of the zone database: nothing that leads elsewhere in the file system.
    static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= 64
            && parts.allSatisfy { part in
                part.first?.isLetter == true
                    && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
            }
    }
}

private struct ZoneFileReader {
    struct Header {
        let version: UInt8
        let universals, standards, leaps, times, types, characters: Int

        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards + universals
        }
    }

    private let file: [UInt8]
    private var position = 0

    init(_ file: [UInt8]) { self.file = file }

    mutating func header() -> Header? {
        guard let magic = bytes(4), magic.elementsEqual("TZif".utf8), let version = bytes(1)?.first, skip(15),
            let counts = integers(6, size: 4), counts.allSatisfy({ $0 < 100_000 })
        else { return nil }
        return Header(
            version: version, universals: Int(counts[0]), standards: Int(counts[1]), leaps: Int(counts[2]),
            times: Int(counts[3]), types: Int(counts[4]), characters: Int(counts[5]))
    }

    /// Big-endian; of four bytes unsigned, of eight signed.
    mutating func integers(_ count: Int, size: Int) -> [Int64]? {
        guard let bytes = bytes(count * size) else { return nil }
        return (0..<count).map { index in
            let start = bytes.startIndex + index * size
            return Int64(bitPattern: bytes[start..<(start + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= file.count - position else { return nil }
        defer { position += count }
        return Array(file[position..<(position + count)])
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= file.count - position else { return false }
        position += count
        return true
    }

    /// The TZ string between two line feeds.
    func footer() -> String? {
        guard position < file.count, file[position] == UInt8(ascii: "\n") else { return nil }
        return String(decoding: file[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
