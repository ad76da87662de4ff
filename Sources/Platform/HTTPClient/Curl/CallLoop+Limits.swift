extension CallLoop {
    /// Ends calls that take too long. At least each second while there are calls.
    func checkLimits() {
        var nearest = Int.max
        for handle in Array(busy) {
            guard let call = handle.call else { continue }
            if let limit = exceeded(call, handle) {
                call.fail(.timedOut(limit))
                release(handle)
            } else {
                nearest = min(nearest, call.times.deadline ?? .max)
            }
        }
        let waiting = gate.waiting
        for call in waiting where !call.hasEnded {
            if let limit = call.times.exceeded(call.request.limits, now: now) {
                call.fail(.timedOut(limit))
            } else {
                nearest = min(nearest, call.times.deadline ?? .max)
            }
        }
        gate.forgetKnown(now: now)
        // Deadlines that lie close together are met together.
        let soonest = max(nearest, now + Self.second / 100)
        nextCheck = busy.isEmpty && waiting.isEmpty ? .max : min(now + Self.second, soonest)
    }

    private func exceeded(_ call: Call, _ handle: EasyHandle) -> HTTPError.Limit? {
        let limit = call.times.exceeded(call.request.limits, now: now)
        guard limit == .idle else { return limit }
        let sent = handle.sent
        guard call.isPaused || sent != call.times.sent else { return .idle }
        call.times.sent = sent
        call.times.lastActivity = now
        return nil
    }
}
