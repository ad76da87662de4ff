import Glibc

/// What the kernel says this process uses (proc(5)).
package struct ProcessUsage: Equatable, Sendable {
    package let residentBytes: Int
    package let virtualBytes: Int
    package let openDescriptors: Int
    package let maxDescriptors: Int
    package let cpuSeconds: Double
    /// Seconds since 1970.
    package let startTime: Double

    /// Reads it now; a figure that can't be read is 0.
    package static func current() -> ProcessUsage {
        let pages = fields(of: "/proc/self/statm").map { Int($0) ?? 0 }
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ProcessUsage(
            residentBytes: pages.count > 1 ? pages[1] * pageSize : 0,
            virtualBytes: pages.first.map { $0 * pageSize } ?? 0,
            openDescriptors: openDescriptorCount(),
            maxDescriptors: Int(clamping: limit.rlim_cur),
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            startTime: processStart)
    }

    private static let pageSize = sysconf(CInt(_SC_PAGESIZE))

    /// The boot time plus field 22 of `stat`, in clock ticks. It is read once, since the boot time shifts with the clock.
    private static let processStart: Double = {
        // The command's name, field 2, is in parentheses and may hold spaces.
        let line = contents(of: "/proc/self/stat")
        guard let close = line.lastIndex(of: ")") else { return 0 }
        let rest = line[close...].split(separator: " ")
        let boot = contents(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard rest.count > 20, let ticks = Double(rest[20]), let booted = boot.flatMap({ Double($0.dropFirst(6)) })
        else { return 0 }
        return booted + ticks / Double(sysconf(CInt(_SC_CLK_TCK)))
    }()

    /// The listing holds `.`, `..` and the descriptor it is read through.
    private static func openDescriptorCount() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = -3
        while readdir(folder) != nil { count += 1 }
        return max(0, count)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }

    private static func fields(of path: String) -> [Substring] {
        contents(of: path).split { $0 == " " || $0 == "\n" }
    }

    private static func contents(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Metrics {
    /// Adds the figures of this process under Prometheus' standard names.
    package func addProcessMetrics() {
        counter("process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.") {
            ProcessUsage.current().cpuSeconds
        }
        gauge("process_open_fds", help: "Number of open file descriptors.") {
            Double(ProcessUsage.current().openDescriptors)
        }
        gauge("process_max_fds", help: "Maximum number of open file descriptors.") {
            Double(ProcessUsage.current().maxDescriptors)
        }
        gauge("process_resident_memory_bytes", help: "Resident memory size in bytes.") {
            Double(ProcessUsage.current().residentBytes)
        }
        gauge("process_virtual_memory_bytes", help: "Virtual memory size in bytes.") {
            Double(ProcessUsage.current().virtualBytes)
        }
        gauge("process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.") {
            ProcessUsage.current().startTime
        }
    }
}
