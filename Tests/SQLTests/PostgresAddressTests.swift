import SQL
import Testing

@Suite struct PostgresAddressTests {
    @Test func `a URL is shown without its password`() {
        let address = PostgresAddress(url: "postgresql://fte_app:hunter2@db.example:6543/desk?sslmode=verify-full")

        #expect(address?.description == "fte_app@db.example:6543/desk")
        #expect(address?.sslMode == "verify-full")
        #expect(address?.isLocal == false)
    }

    @Test func `words are read as a URL is`() {
        let address = PostgresAddress(url: #"host='/var/run/it\'s' dbname=desk user=fte_app password='a b'"#)

        #expect(address?.host == "/var/run/it's")
        #expect(address?.database == "desk")
        #expect(address?.isLocal == true)
    }

    @Test(arguments: ["localhost", "127.0.0.1", "127.0.1.1", "[::1]", "localhost,127.0.0.1"])
    func `this machine is local`(host: String) {
        #expect(PostgresAddress(url: "postgres://fte@\(host)/desk")?.isLocal == true)
    }

    @Test(arguments: ["db", "10.0.0.1", "localhost,db"])
    func `another machine is not`(host: String) {
        #expect(PostgresAddress(url: "postgres://fte@\(host)/desk")?.isLocal == false)
    }

    @Test(arguments: ["postgresql://fte:100%@db/desk", "postgresql://db/desk?color=red", "host='db", "desk?"])
    func `what libpq can't read is no address`(url: String) {
        #expect(PostgresAddress(url: url) == nil)
    }
}
