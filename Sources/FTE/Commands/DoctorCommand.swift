import Formats
import Foundation
import Process
import SQL
import Storage
import SupportDesk

/// `fte doctor`: checks what an installation stands on and says how to mend what is wrong.
enum DoctorCommand {
    static let command = Command(
        "doctor", summary: "Check settings, data directory, database and workspace; say how to mend each.",
        discussion: "Exits with 1 when something must be mended.",
        options: [
            .flag("settings", help: "List every setting with its value, where it was written and what it may be.")
        ]
    ) { invocation in
        var report = DoctorReport()
        let settings: DeskSettings
        do { settings = try DeskSettings(invocation) } catch let error as SettingsError {
            for problem in error.problems { report.fail("settings", problem.description + ".", "Mend or remove it.") }
            return try report.finish()
        } catch let error as YAMLError {
            report.fail("settings", "\(error).", "Mend the file.")
            return try report.finish()
        }
        report.pass("settings", "\(settings.data.settingsFile) and the environment are in order")
        for warning in settings.warnings { report.warn("settings", warning) }
        if invocation.flag("settings") { Console.output(describe(settings)) }
        await check(settings, &report)
        try report.finish()
    }

    private static func check(_ settings: DeskSettings, _ report: inout DoctorReport) async {
        do {
            try settings.data.prepare()
            report.pass("data directory", "\(settings.data.path) can be written to")
        } catch {
            return report.fail("data directory", "\(error)", "")
        }
        do {
            let stores = try await DeskStores.open(settings, logger: settings.log.logger)
            let waiting = try await SQLDeskFigures(stores.desk).backlog(upTo: 1000)
            let dead = try await SQLDeadLetters(stores.desk).deadLetters(limit: 1000).filter { $0.replayedAt == nil }
            await stores.close()
            report.pass("database", "\(settings.data.database) is current; \(waiting) messages wait")
            if !dead.isEmpty {
                report.warn("messages", "\(dead.count) dead letters wait for a look: `fte deadletters list`")
            }
        } catch {
            report.fail("database", "\(error).", "Free the disk, mend the rights, or restore a backup.")
        }
        checkWorkspace(settings, &report)
    }

    private static func checkWorkspace(_ settings: DeskSettings, _ report: inout DoctorReport) {
        do {
            let workspace = try WorkspaceLoader.load(settings.workspace.path())
            report.pass("workspace", "\(workspace.profile.name): \(workspace.passages.count) sections of documents")
        } catch let error as WorkspaceError {
            for problem in error.problems { report.fail("workspace", problem.description + ".", "Mend the file.") }
        } catch {
            report.fail("workspace", "\(error).", "Name a company's folder with --workspace.")
        }
    }

    private static func describe(_ settings: DeskSettings) -> String {
        settings.descriptions.map { setting in
            let value = setting.current ?? setting.defaultValue ?? "not set"
            let origin = setting.origin.map { " (\($0))" } ?? ""
            return "\(setting.key) = \(value)\(origin)\n    \(setting.doc)\n    allowed: \(setting.allowed)"
                + "; environment: \(setting.environment.joined(separator: ", "))"
        }.joined(separator: "\n")
    }
}

/// What was found, a line each.
struct DoctorReport {
    private var failures = 0

    func pass(_ part: String, _ finding: String) { Console.output("ok       \(part): \(finding)") }
    func warn(_ part: String, _ finding: String) { Console.output("warning  \(part): \(finding)") }

    mutating func fail(_ part: String, _ finding: String, _ cure: String) {
        failures += 1
        Console.output("FAILED   \(part): \(finding) \(cure)")
    }

    func finish() throws {
        if failures > 0 { throw CommandError("\(failures) of the above must be mended") }
    }
}
