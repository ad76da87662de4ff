package import FoundationEssentials

extension UUID {
    /// The same UUID for the same name, wherever it is made: version 8, from the SHA-256 of namespace and name (RFC 9562,
    /// appendix B.2).
    package init(named name: String, in namespace: UUID) {
        var bytes = SHA256.digest(of: withUnsafeBytes(of: namespace.uuid, Array.init) + Array(name.utf8)).bytes
        bytes[6] = 0x80 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
                bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
    }
}
