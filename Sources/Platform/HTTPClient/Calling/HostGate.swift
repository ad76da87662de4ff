/// Lets one call at a time look a host's name up, since each look-up takes a thread; the others wait for what it finds.
///
/// A name counts as known for a second. curl's own cache keeps it for a minute, from when on a burst of new connections
/// finds the gate closed again.
struct HostGate {
    private enum Entry {
        case lookingUp(waiting: [Call])
        case known(until: Int)
    }

    private var entries: [String: Entry] = [:]
    private(set) var waitingCount = 0

    enum Admission {
        /// Go, nothing to tell.
        case open
        /// Go, and tell the gate what came of the look-up.
        case lookUp
        case wait
    }

    mutating func admit(_ call: Call, to host: String, now: Int) -> Admission {
        switch entries[host] {
        case .known(let end) where now < end: return .open
        case .lookingUp(var waiting):
            entries[host] = nil
            waiting.append(call)
            waitingCount += 1
            entries[host] = .lookingUp(waiting: waiting)
            return .wait
        default:
            entries[host] = .lookingUp(waiting: [])
            return .lookUp
        }
    }

    /// - Returns: the calls that waited for it.
    mutating func found(_ host: String, now: Int) -> [Call] {
        let waiting = takeWaiting(host)
        entries[host] = .known(until: now + 1_000_000_000)
        return waiting
    }

    /// Closes again: the next call looks up anew.
    ///
    /// - Returns: the calls that waited for it.
    mutating func notFound(_ host: String) -> [Call] {
        takeWaiting(host)
    }

    /// All that wait, for their limits to be checked.
    var waiting: [Call] {
        guard waitingCount > 0 else { return [] }
        return entries.values.flatMap { entry -> [Call] in
            guard case .lookingUp(let waiting) = entry else { return [] }
            return waiting
        }
    }

    /// - Returns: all that wait.
    mutating func removeAll() -> [Call] {
        defer { self = HostGate() }
        return waiting
    }

    mutating func forgetKnown(now: Int) {
        guard entries.count > 64 else { return }
        entries = entries.filter { _, entry in
            guard case .known(let end) = entry else { return true }
            return now < end
        }
    }

    private mutating func takeWaiting(_ host: String) -> [Call] {
        guard case .lookingUp(let waiting) = entries.removeValue(forKey: host) else { return [] }
        waitingCount -= waiting.count
        return waiting
    }
}
