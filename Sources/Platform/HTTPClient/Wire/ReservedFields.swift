/// Fields that frame a message or steer its connection: the client sets them itself.
enum ReservedFields {
    static func name(in headers: HTTPHeaders) -> String? {
        for field in headers.fields where mayBeReserved(field.name.count) {
            let name = String(decoding: headers.lines[field.name], as: UTF8.self).lowercased()
            if names.contains(name) { return name }
        }
        return nil
    }

    private static let names: Set = [
        "content-length", "transfer-encoding", "connection", "expect", "keep-alive", "upgrade", "trailer", "te",
    ]

    /// Most fields are told apart by their name's length alone.
    private static func mayBeReserved(_ length: Int) -> Bool {
        switch length {
        case 2, 6, 7, 10, 14, 17: true
        default: false
        }
    }
}
