import Foundation
import Testing

@testable import SupportDesk

struct ZoneRulesTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-01-15T12:00:00Z", "13:00 CET"),
        ("Europe/Berlin", "2026-07-15T12:00:00Z", "14:00 CEST"),
        ("Europe/Berlin", "2026-03-29T00:59:59Z", "01:59 CET"),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", "03:00 CEST"),
        ("America/New_York", "2026-11-01T05:59:59Z", "01:59 EDT"),
        ("America/New_York", "2026-11-01T06:00:00Z", "01:00 EST"),
        ("Asia/Kolkata", "2026-06-01T00:00:00Z", "05:30 IST"),
        ("Australia/Sydney", "2060-01-01T00:00:00Z", "11:00 AEDT"),
        ("America/Sao_Paulo", "2026-06-01T12:00:00Z", "09:00 UTC-03"),
    ])
    func `clocks show what the zone's rules say`(name: String, instant: String, shown: String) throws {
        let zone = try #require(Self.zone(name))
        let date = try #require(Self.date(instant))

        let time = zone.localTime(at: date)

        #expect("\(time.clock) \(zone.abbreviation(at: date))" == shown)
    }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"])
    func `a wall time that exists leads back to its instant`(name: String) throws {
        let zone = try #require(Self.zone(name))
        for hour in 0..<(24 * 365) {
            let date = Date(timeIntervalSince1970: 1_767_225_600 + Double(hour) * 3_600)
            let back = zone.date(of: zone.localTime(at: date))
            // An hour that clocks show twice has two instants; its first is taken.
            #expect(back == date || zone.localTime(at: back) == zone.localTime(at: date) && back < date)
        }
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", "2050-07-04T12:00:00Z", "08:00 EDT"),
        ("<+0330>-3:30", "2050-07-04T12:00:00Z", "15:30 UTC+0330"),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:00Z", "01:59 IST"),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", "03:00 IDT"),
        ("AAA3BBB,J60/0,J300/0", "2028-02-29T12:00:00Z", "09:00 AAA"),
        ("AAA3BBB,J60/0,J300/0", "2028-03-01T12:00:00Z", "10:00 BBB"),
    ])
    func `yearly rules hold for ever`(rule: String, instant: String, shown: String) throws {
        let yearly = try #require(YearlyZoneRule(rule))
        let zone = ZoneRules(name: "test", transitions: [], offsets: [], yearly: yearly)
        let date = try #require(Self.date(instant))
        #expect("\(zone.localTime(at: date).clock) \(zone.abbreviation(at: date))" == shown)
    }

    @Test(arguments: ["", "E", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0x"])
    func `a rule that is none is refused`(text: String) { #expect(YearlyZoneRule(text) == nil) }

    @Test func `a cut-off zone file is refused at every length`() throws {
        let file = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
        for length in stride(from: 0, to: file.count - 1, by: 7) {
            #expect(ZoneRules(name: "x", file: [UInt8](file.prefix(length))) == nil)
        }
    }

    @Test(arguments: ["../../etc/passwd", "/etc/passwd", "Europe/../x", "", "a//b", ".hidden"])
    func `a name that leads elsewhere is no zone`(name: String) { #expect(!ZoneRules.isName(name)) }

    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_789, "2026-12-02"), (59, "1970-03-01"),
    ])
    func `days have their dates`(day: Int, date: String) { #expect(LocalTime(day: day, minute: 0).date == date) }

    static func zone(_ name: String) -> ZoneRules? {
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name).flatMap {
            ZoneRules(name: name, file: [UInt8]($0))
        }
    }

    static func date(_ text: String) -> Date? { try? Date(text, strategy: .iso8601) }
}
