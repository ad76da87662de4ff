import Formats
import Testing

struct YAMLReadingTests {
    private enum Level: String, CaseIterable { case low, high }

    private static let workspace = """
        name: TechCorp
        version: 1.10
        answer: no
        limit: 80
        share: 0.25
        strict: true
        pause: 1h30m
        level: high
        tags: [a, 5]
        empty:
        nothing: []
        hours:
          open: 9
        servers:
          - name: one
            port: 80
          - name: two
            port: eighty
        languages:
          en: Hello
          de: Hallo
        """

    private func mapping(_ text: String = workspace) throws -> YAMLMapping {
        try YAMLNode(parsing: text, file: "workspace.yaml").mapping()
    }

    @Test
    func `each kind of value is read`() throws {
        var mapping = try mapping()

        #expect(try mapping.string("name") == "TechCorp")
        #expect(try mapping.string("version") == "1.10")
        #expect(try mapping.string("answer") == "no")
        #expect(try mapping.integer("limit", in: 1...100) == 80)
        #expect(try mapping.double("share", in: 0...1) == 0.25)
        #expect(try mapping.double("limit") == 80)
        #expect(try mapping.bool("strict"))
        #expect(try mapping.duration("pause") == .seconds(5400))
        #expect(try mapping.choice("level", of: ["low", "high"]) == "high")
        #expect(try mapping.choice("level", as: Level.self) == .high)
        #expect(try mapping.strings("tags") == ["a", "5"])
        #expect(try mapping.strings("nothing") == [])
        #expect(try mapping.entries("languages").map(\.key) == ["en", "de"])
        #expect(try mapping.list("servers").count == 2)
        var hours = try mapping.mapping("hours")
        #expect(try hours.integer("open") == 9)
        #expect(throws: Never.self) { try hours.end() }
    }

    @Test
    func `a missing or empty key takes its default`() throws {
        var mapping = try mapping("empty:\n")

        for key in ["empty", "missing"] {
            #expect(try mapping.string(key, default: "x") == "x")
            #expect(try mapping.string(ifPresent: key) == nil)
            #expect(try mapping.integer(key, default: 5, in: 1...9) == 5)
            #expect(try mapping.integer(ifPresent: key) == nil)
            #expect(try mapping.double(key, default: 0.5) == 0.5)
            #expect(try mapping.double(ifPresent: key) == nil)
            #expect(try mapping.bool(key, default: true))
            #expect(try mapping.bool(ifPresent: key) == nil)
            #expect(try mapping.duration(key, default: .seconds(1)) == .seconds(1))
            #expect(try mapping.duration(ifPresent: key) == nil)
            #expect(try mapping.choice(key, default: "a", of: ["a"]) == "a")
            #expect(try mapping.choice(key, default: Level.low) == .low)
            #expect(try mapping.choice(ifPresent: key, as: Level.self) == nil)
            #expect(try mapping.strings(key) == [])
            #expect(try mapping.list(key).isEmpty)
            #expect(try mapping.entries(key).isEmpty)
            #expect(try mapping.mapping(ifPresent: key)?.node.line == nil)
        }
    }

    @Test
    func `a default does not hide a wrong value`() throws {
        var mapping = try mapping("limit: many\nlevel: medium\n")

        #expect(throws: YAMLError.self) { try mapping.integer("limit", default: 5) }
        #expect(throws: YAMLError.self) { try mapping.choice("level", default: Level.low) }
    }

    @Test
    func `an error names file, line, column, what was expected and the path`() throws {
        var mapping = try mapping()
        let servers = try mapping.list("servers")

        let error = #expect(throws: YAMLError.self) {
            var server = try servers[1].mapping()
            _ = try server.integer("port")
        }

        #expect(error?.description == "workspace.yaml:18:11: expected an integer, found 'eighty' (at servers[1].port)")
    }

    @Test(arguments: [
        ("name: [a]", "workspace.yaml:1:7: expected text, found a list (at name)"),
        ("{}", "workspace.yaml:1:1: 'name' is missing"),
        ("other: 1", "workspace.yaml:1:1: 'name' is missing"),
        ("a: 1\nname:\n", "workspace.yaml:2:6: 'name' must not be empty (at name)"),
        ("[]", "workspace.yaml:1:1: expected a mapping, found a list"),
        ("text", "workspace.yaml:1:1: expected a mapping, found 'text'"),
    ])
    func `text that is not there is asked for`(text: String, expected: String) {
        let error = #expect(throws: YAMLError.self) {
            var mapping = try mapping(text)
            _ = try mapping.string("name")
        }

        #expect(error?.description == expected)
    }

    @Test(arguments: ["'5'", "5.0", "five", "0x5", "05", "[5]", "{}", "1e3", "99999999999999999999", "true"])
    func `only an integer is an integer`(text: String) throws {
        let node = try YAMLNode(parsing: text, file: "a.yaml")

        #expect(throws: YAMLError.self) { try node.integer() }
    }

    @Test(arguments: ["'true'", "yes", "on", "1", "True", "[]"])
    func `only true and false are booleans`(text: String) throws {
        let node = try YAMLNode(parsing: text, file: "a.yaml")

        #expect(throws: YAMLError.self) { try node.bool() }
    }

    @Test(arguments: ["nan", "inf", ".inf", "0x1p3", "1e999", "'1'", "1,5"])
    func `only a decimal number is a number`(text: String) throws {
        let node = try YAMLNode(parsing: text, file: "a.yaml")

        #expect(throws: YAMLError.self) { try node.double() }
    }

    @Test(arguments: [
        ("0s", Duration.zero), ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)),
        ("2h", .seconds(7200)), ("7d", .seconds(604_800)), ("1d2h3m4s5ms", .milliseconds(93_784_005)),
        ("'90s'", .seconds(90)),
    ])
    func `durations carry their units`(text: String, expected: Duration) throws {
        #expect(try YAMLNode(parsing: text, file: "a.yaml").duration() == expected)
    }

    @Test(arguments: [
        "30", "-5s", "5 s", "s", "1.5h", "5S", "5m2h", "5s5s", "5sec", "99999999999999999999d", "9223372036854775807d",
        "''", "٣s",
    ])
    func `a duration without a known unit is refused`(text: String) throws {
        let node = try YAMLNode(parsing: text, file: "a.yaml")

        let error = #expect(throws: YAMLError.self) { try node.duration() }

        #expect(error?.problem.hasPrefix("expected a duration such as 30s, 5m, 2h or 7d, found ") == true)
    }

    @Test
    func `values outside their range are refused with the range`() throws {
        var mapping = try mapping("limit: 500\nshare: 1.5\npause: 2h\n")

        let limit = #expect(throws: YAMLError.self) { try mapping.integer("limit", in: 1...100) }
        let share = #expect(throws: YAMLError.self) { try mapping.double("share", in: 0...1) }
        let pause = #expect(throws: YAMLError.self) { try mapping.duration("pause", in: .seconds(1) ... .seconds(60)) }

        #expect(limit?.problem == "expected an integer from 1 to 100, found '500'")
        #expect(share?.problem == "expected a number from 0.0 to 1.0, found '1.5'")
        #expect(pause?.problem == "expected a duration from 1.0 seconds to 60.0 seconds, found '2h'")
    }

    @Test
    func `a word that is no choice is refused with the choices`() throws {
        var mapping = try mapping("level: medium\n")

        let error = #expect(throws: YAMLError.self) { try mapping.choice("level", as: Level.self) }

        #expect(error?.description == "workspace.yaml:1:8: expected one of low, high, found 'medium' (at level)")
    }

    @Test
    func `a key nobody asked for is refused with those that were`() throws {
        var mapping = try mapping("name: a\nlimt: 5\n")
        _ = try mapping.string("name")
        _ = try mapping.integer("limit", default: 5)

        let error = #expect(throws: YAMLError.self) { try mapping.end() }

        #expect(error?.description == "workspace.yaml:2:1: unknown key 'limt'; allowed: name, limit")
    }

    @Test
    func `an unknown key inside another mapping is named with that mapping's path`() throws {
        var outer = try mapping("servers:\n  - prt: 80\n")
        var server = try outer.list("servers")[0].mapping()
        _ = try server.integer("port", default: 80)

        let error = #expect(throws: YAMLError.self) { try server.end() }

        #expect(error?.description == "workspace.yaml:2:5: unknown key 'prt'; allowed: port (at servers[0])")
    }

    @Test
    func `a mapping without known keys allows none`() throws {
        let error = #expect(throws: YAMLError.self) { try mapping("a: 1\n").end() }

        #expect(error?.problem == "unknown key 'a'; allowed: none")
    }

    @Test
    func `a node in an alias has the path and place where it is used`() throws {
        let node = try YAMLNode(parsing: "a: &x text\nb:\n  - *x\n", file: "a.yaml")
        var mapping = try node.mapping()
        let element = try mapping.list("b")[0]

        let error = #expect(throws: YAMLError.self) { try element.bool() }

        #expect(error?.description == "a.yaml:3:5: expected true or false, found 'text' (at b[0])")
    }

    @Test
    func `a caller can add its own errors`() throws {
        var mapping = try mapping()
        let node = try mapping.node("level")

        #expect(node.error("is too high").description == "workspace.yaml:8:8: is too high (at level)")
    }

    @Test
    func `a long value is cut in its error`() throws {
        let node = try YAMLNode(parsing: "\"\(String(repeating: "a\\n", count: 500))\"", file: "a.yaml")

        let error = #expect(throws: YAMLError.self) { try node.integer() }

        #expect((error?.description.count ?? .max) < 120)
    }
}
