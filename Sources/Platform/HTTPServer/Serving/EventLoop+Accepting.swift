import Glibc
import Synchronization

extension EventLoop {
    /// Takes connections from the listener, and shares them out when this loop has more than another.
    func acceptArrivals(atMost limit: Int) {
        for _ in 0..<limit {
            guard let listener else { return }
            switch listener.accept() {
            case .nobody: return
            case .descriptorsExhausted:
                turnAwayOne(listener)
                return
            case .connection(let descriptor, let address): place(descriptor, address)
            }
        }
    }

    private func place(_ descriptor: Int32, _ address: RemoteAddress) {
        let verdict = shared.budget.admit(address)
        guard verdict != .dropped else {
            close(descriptor)
            return
        }
        var target = self
        var least = load.load(ordering: .relaxed)
        for sibling in siblings {
            let load = sibling.load.load(ordering: .relaxed)
            if load < least {
                target = sibling
                least = load
            }
        }
        // Counted at once, so that the next one sees it.
        target.load.wrappingAdd(1, ordering: .relaxed)
        let isTaken = target.perform { [target] in target.adopt(descriptor, address, verdict) }
        if !isTaken { adoptFor(target, descriptor, address, verdict) }
    }

    /// The other loop has ended meanwhile.
    private func adoptFor(
        _ target: EventLoop, _ descriptor: Int32, _ address: RemoteAddress, _ verdict: ConnectionBudget.Verdict
    ) {
        target.load.wrappingSubtract(1, ordering: .relaxed)
        load.wrappingAdd(1, ordering: .relaxed)
        adopt(descriptor, address, verdict)
    }

    private func adopt(_ descriptor: Int32, _ address: RemoteAddress, _ verdict: ConnectionBudget.Verdict) {
        // The loop may have slept for long, and the deadline counts from now.
        updateTime()
        generation = generation == .max ? 1 : generation + 1
        let connection = Connection(descriptor, generation: generation, remoteAddress: address, loop: self)
        while connections.count <= Int(descriptor) { connections.append(nil) }
        connections[Int(descriptor)] = connection
        shared.hooks.observe(.connectionOpened)
        connection.open(isRefused: verdict == .refused)
    }

    func forget(_ connection: Connection) {
        connections[Int(connection.descriptor)] = nil
        load.wrappingSubtract(1, ordering: .relaxed)
        shared.budget.release(connection.remoteAddress)
        shared.hooks.observe(.connectionClosed)
    }

    /// `accept` asks for a descriptor before it looks whether anybody waits, so there may be nobody.
    private func turnAwayOne(_ listener: Listener) {
        var isSomebodyThere = false
        spare.lend {
            guard case .connection(let descriptor, _) = listener.accept() else { return }
            close(descriptor)
            isSomebodyThere = true
        }
        if isSomebodyThere { shared.hooks.observe(.descriptorsExhausted) }
    }
}
