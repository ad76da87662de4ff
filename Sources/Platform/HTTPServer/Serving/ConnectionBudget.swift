/// How many connections are open, in all loops together, and whether another may be.
final class ConnectionBudget: Sendable {
    enum Verdict: Equatable {
        case admitted
        /// Tell it so, then close. It counts as a connection until then.
        case refused
        /// Too many are being told so already.
        case dropped
    }

    private struct State {
        var total = 0
        var byNetwork: [RemoteAddress.Network: Int] = [:]
    }

    private let maxTotal: Int
    private let maxPerNetwork: Int
    private let countsLoopback: Bool
    private let state = Guarded(State())

    /// Connections beyond the limit that are kept for as long as their refusal takes.
    private static let refusedAtOnce = 128

    init(_ configuration: ServerConfiguration) {
        maxTotal = configuration.maxConnections
        maxPerNetwork = configuration.maxConnectionsPerAddress
        countsLoopback = configuration.countsLoopbackPerAddress
    }

    /// To be followed by `release`, unless the verdict is `dropped`.
    func admit(_ address: RemoteAddress) -> Verdict {
        state.withLock { state in
            guard state.total < maxTotal + Self.refusedAtOnce else { return .dropped }
            state.total += 1
            guard countsLoopback || !address.isLoopback else {
                return state.total <= maxTotal ? .admitted : .refused
            }
            let count = state.byNetwork[address.network, default: 0] + 1
            guard count <= maxPerNetwork + Self.refusedAtOnce / 4 else {
                state.total -= 1
                return .dropped
            }
            state.byNetwork[address.network] = count
            return state.total <= maxTotal && count <= maxPerNetwork ? .admitted : .refused
        }
    }

    func release(_ address: RemoteAddress) {
        state.withLock { state in
            state.total -= 1
            guard countsLoopback || !address.isLoopback else { return }
            let count = state.byNetwork[address.network, default: 1] - 1
            state.byNetwork[address.network] = count > 0 ? count : nil
        }
    }
}
