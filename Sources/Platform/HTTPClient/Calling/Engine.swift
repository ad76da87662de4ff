import Synchronization

/// What the tasks that call and the loop that serves them share.
final class Engine: Sendable {
    let mailbox = Mailbox()
    let wakeUp: WakeUp
    let openCalls = Atomic<Int>(0)
    let callsStarted = Atomic<Int>(0)
    let connectionsMade = Atomic<Int>(0)
    let connectionsReused = Atomic<Int>(0)

    init() throws(HTTPError) {
        wakeUp = try WakeUp()
    }

    func start(_ call: Call) {
        if !post(.start(call)) { call.fail(.closed) }
    }

    /// - Returns: `false` when the loop has ended.
    @discardableResult
    func post(_ letter: Mailbox.Letter) -> Bool {
        switch mailbox.post(letter) {
        case .delivered: return true
        case .needsWakeUp:
            wakeUp.signal()
            return true
        case .refused: return false
        }
    }
}
