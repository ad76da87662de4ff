import FoundationEssentials
import Glibc
import Process
import SupportDesk

extension WorkerID {
    /// This process.
    static let current: WorkerID = {
        let process = ProcessIdentity.current
        return WorkerID(
            host: process.host, processID: Int32(process.pid), startTicks: startTicks(of: Int32(process.pid)) ?? 0,
            nonce: process.nonce)
    }()

    /// Whether this worker ran on our host and its process has ended. Of other hosts we know nothing.
    var isKnownDead: Bool {
        guard host == Self.current.host else { return false }
        return Self.startTicks(of: processID) != startTicks
    }

    /// When a process started, in clock ticks since boot (field 22 of /proc/PID/stat, proc(5)); `nil` when it is gone.
    private static func startTicks(of process: Int32) -> UInt64? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        // The command's name, in brackets, may hold anything.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }
}
