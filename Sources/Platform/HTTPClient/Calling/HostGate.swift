/// Lets one call at a time look a host's name up, since each look-up takes a thread; the others wait for what it finds.
///
/// A name counts as known for a second. curl's own cache keeps it for a minute, from when on a burst of new connections
/// finds the gate closed again.
struct HostGate {
    /// Names that a call looks up now, and the calls that wait for it.
    private var lookingUp: [String: [Call]] = [:]
    /// When a name is no longer taken for known.
    private var known: [String: Int] = [:]

    enum Admission {
        /// Go, nothing to tell.
        case open
        /// Go, and tell the gate what came of the look-up.
        case lookUp
        case wait
    }

    mutating func admit(_ call: Call, to host: String, now: Int) -> Admission {
        if let end = known[host], now < end { return .open }
        guard lookingUp[host] != nil else {
            lookingUp[host] = []
            return .lookUp
        }
        lookingUp[host]?.append(call)
        return .wait
    }

    /// - Returns: the calls that waited for it.
    mutating func found(_ host: String, now: Int) -> [Call] {
        known[host] = now + 1_000_000_000
        return notFound(host)
    }

    /// The next call looks the name up again.
    ///
    /// - Returns: the calls that waited for it.
    mutating func notFound(_ host: String) -> [Call] {
        lookingUp.removeValue(forKey: host) ?? []
    }

    /// All that wait, for their limits to be checked.
    var waiting: [Call] { lookingUp.values.flatMap { $0 } }

    /// - Returns: all that wait.
    mutating func removeAll() -> [Call] {
        defer { self = HostGate() }
        return waiting
    }

    mutating func forgetKnown(now: Int) {
        if known.count > 64 { known = known.filter { _, end in now < end } }
    }
}
