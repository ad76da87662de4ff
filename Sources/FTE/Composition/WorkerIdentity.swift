import FoundationEssentials
import Glibc
import Process
import SupportDesk

extension WorkerID {
    /// This process.
    static let current: WorkerID = {
        let process = ProcessIdentity.current
        return WorkerID(
            host: [process.host, kernel, processSpace].joined(separator: "+"), processID: Int32(process.pid),
            startTicks: startTicks(of: Int32(process.pid)) ?? 0,
            nonce: process.nonce)
    }()

    /// This start of this machine; machines may share a name.
    private static var kernel: String {
        let id = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") ?? Data()
        return String(decoding: id.prefix(8), as: UTF8.self)
    }

    /// Where our process ids count: containers that share a host's name number theirs apart (pid_namespaces(7)).
    private static var processSpace: String {
        let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        return link.filter(\.isNumber)
    }

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
