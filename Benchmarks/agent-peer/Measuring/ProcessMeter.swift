import Foundation

/// What this process has used, with all its threads.
enum ProcessMeter {
    /// User and system, in seconds.
    static var cpuSeconds: Double {
        let usage = usage
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Resident, in millions of bytes.
    static var memory: Double {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        let resident = pages.flatMap { $0.count > 1 ? Double($0[1]) : nil } ?? 0
        return resident * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_000_000
    }

    static var peakMemory: Double { Double(usage.ru_maxrss) * 1_024 / 1_000_000 }

    private static var usage: rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    /// As many open files as the system lets us have.
    static func raiseFileLimit() {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        limits.rlim_cur = limits.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }
}

extension Double {
    func rounded(places: Int) -> Double {
        let scale = pow(10, Double(places))
        return (self * scale).rounded() / scale
    }
}
