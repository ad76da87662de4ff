import Glibc
import Process
import Testing

@Suite struct ProcessFactsTests {
    @Test func `the limit of open files is raised as far as it goes`() {
        let raised = ProcessLimits.raiseOpenFiles()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

        #expect(raised == Int(clamping: limit.rlim_max))
        #expect(limit.rlim_cur == limit.rlim_max)
    }

    @Test func `a process names itself by host, pid and a nonce`() {
        let own = ProcessIdentity.current

        #expect(own.pid == Int(getpid()))
        #expect(!own.host.isEmpty)
        #expect(own == ProcessIdentity.current)
        #expect(ProcessIdentity(host: "web-1", pid: 7, nonce: 255).description == "web-1:7:ff")
    }
}
