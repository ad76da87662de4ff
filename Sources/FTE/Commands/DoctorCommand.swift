import Formats
import Foundation
import Process
import SQL
import Storage
import SupportDesk

/// `fte doctor`: checks what an installation stands on and says how to mend what is wrong.
enum DoctorCommand {
    static let command = Command(
        "doctor", summary: "Check settings, database, workspace and language models; say how to mend each.",
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
        if let login = settings.database.login {
            let doctor = PostgresDoctor(
                login: login, settings: settings.database, workspace: settings.workspace.scope)
            await doctor.check(&report)
        } else {
            await checkFile(settings, &report)
        }
        let workspace = checkWorkspace(settings, &report)
        await ModelDoctor(settings: settings.language, budget: workspace?.budget).check(&report)
    }

    private static func checkFile(_ settings: DeskSettings, _ report: inout DoctorReport) async {
        do {
            try settings.data.prepare()
            report.pass("data directory", "\(settings.data.path) can be written to")
        } catch {
            return report.fail("data directory", "\(error)", "")
        }
        do {
            let stores = try await DeskStores.open(settings, logger: settings.log.logger)
            report.pass("database", "\(stores.place) is current")
            try await report.checkMessages(stores.desk)
            await stores.close()
        } catch {
            report.fail("database", "\(error).", "Free the disk, mend the rights, or restore a backup.")
        }
    }

    private static func checkWorkspace(_ settings: DeskSettings, _ report: inout DoctorReport) -> Workspace? {
        do {
            let workspace = try WorkspaceLoader.load(settings.workspace.path())
            report.pass("workspace", "\(workspace.profile.name): \(workspace.passages.count) sections of documents")
            return workspace
        } catch let error as WorkspaceError {
            for problem in error.problems { report.fail("workspace", problem.description + ".", "Mend the file.") }
        } catch {
            report.fail("workspace", "\(error).", "Name a company's folder with --workspace.")
        }
        return nil
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

    mutating func fail(_ part: String, _ trouble: DatabaseTrouble) {
        fail(part, trouble.finding + ".", trouble.cure)
    }

    /// What waits for somebody.
    func checkMessages(_ desk: DeskDatabase) async throws {
        let waiting = try await SQLDeskFigures(desk).backlog(upTo: 1000)
        let dead = try await SQLDeadLetters(desk).deadLetters(limit: 1000).filter { $0.replayedAt == nil }
        pass("messages", "\(waiting == 1000 ? "1000 or more" : "\(waiting)") wait for an answer")
        if !dead.isEmpty { warn("messages", "\(dead.count) dead letters wait for a look: `fte deadletters list`") }
    }

    func finish() throws {
        if failures > 0 { throw CommandError("\(failures) of the above must be mended") }
    }
}
