import Glibc

/// What the kernel allows this process.
package enum ProcessLimits {
    /// Raises the limit of open files to what the system allows this process (`RLIMIT_NOFILE`, soft to hard), since
    /// every connection takes one.
    ///
    /// - Returns: the limit that holds now.
    @discardableResult
    package static func raiseOpenFiles() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 0 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
