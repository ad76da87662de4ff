import Formats

/// What `workspace.yaml` says, read into a workspace that holds the defaults.
struct ProfileReading {
    /// The templates that channels name, with the place where they are named.
    private(set) var templates: [Channel: YAMLNode] = [:]

    private let zoneFile: (String) -> [UInt8]?

    init(zoneFile: @escaping (String) -> [UInt8]?) { self.zoneFile = zoneFile }

    mutating func read(_ node: YAMLNode, into workspace: inout Workspace, _ problems: ProblemList) {
        guard var fields = FieldReader(node, problems) else { return }
        Self.readProfile(&fields, into: &workspace.profile)
        if let languages = fields.read("languages", Self.languages) { workspace.languages = languages }
        if let prefix = fields.read("ticket_reference_prefix", Self.prefix) { workspace.ticketReferencePrefix = prefix }
        if let days = fields.read("retention_days", { node throws(YAMLError) in try node.integer(in: 1...36_500) }) {
            workspace.retentionDays = days
        }
        readHours(&fields, into: &workspace, problems)
        readTeams(&fields, into: &workspace, problems)
        readChannels(&fields, into: &workspace)
        if let categories = fields.strings("categories"), !categories.isEmpty { workspace.categories = categories }
        readBudget(&fields, into: &workspace.budget)
        readRules(&fields, into: &workspace.limits)
        if let competitors = fields.strings("competitors") { workspace.competitors = competitors }
        if let groups = fields.read("synonyms", Self.groups) { workspace.synonyms = groups }
        fields.end()
    }

    private static func readProfile(_ fields: inout FieldReader, into profile: inout CompanyProfile) {
        if let name = fields.read("name", shortText) { profile.name = name }
        if let slug = fields.read("slug", slug) { profile.slug = slug }
        profile.product = fields.read("product", shortText) ?? profile.name
        profile.productDescription = fields.read("product_description", shortText)
        profile.website = fields.read("website", link)
        profile.statusPage = fields.read("status_page", link)
        profile.privacyPolicy = fields.read("privacy_policy", link)
    }

    private mutating func readHours(
        _ fields: inout FieldReader, into workspace: inout Workspace, _ problems: ProblemList
    ) {
        guard var hours = fields.fields("hours") else { return }
        if let zone = hours.read("timezone", zone) { workspace.zone = zone }
        if let read = Self.hours(&hours) { workspace.hours = read }
        hours.end()
    }

    private func zone(_ node: YAMLNode) throws(YAMLError) -> ZoneRules {
        let name = try node.string()
        if ["UTC", "Etc/UTC", "GMT"].contains(name) { return .utc }
        guard ZoneRules.isName(name), let file = zoneFile(name), let zone = ZoneRules(name: name, file: file) else {
            throw node.error(
                "unknown time zone '\(name.prefix(40))'; allowed: UTC and the names of the system's zone database (package "
                    + "tzdata), such as Europe/Berlin")
        }
        return zone
    }

    private static func hours(_ fields: inout FieldReader) -> WorkingHours? {
        let days = fields.read("days") { node throws(YAMLError) in
            var days: Set<Weekday> = []
            for day in try node.list() { days.insert(try day.choice(as: Weekday.self)) }
            guard !days.isEmpty else { throw node.error("at least one day is needed") }
            return days
        }
        let from = fields.read("from", minute) ?? WorkingHours.office.minutes.lowerBound
        let to = fields.read("to", minute) ?? WorkingHours.office.minutes.upperBound
        guard from < to else {
            fields.problems.add(fields.node.error("'from' must be before 'to'"))
            return nil
        }
        return WorkingHours(days: days ?? WorkingHours.office.days, minutes: from..<to)
    }

    /// `08:00` to `24:00`.
    private static func minute(_ node: YAMLNode) throws(YAMLError) -> Int {
        let text = try node.string()
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 2, parts[1].count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]),
            (0...23).contains(hour) && (0...59).contains(minute) || (hour, minute) == (24, 0)
        else { throw node.error("expected a time from \"00:00\" to \"24:00\", found '\(text.prefix(20))'") }
        return hour * 60 + minute
    }

    private func readTeams(
        _ fields: inout FieldReader, into workspace: inout Workspace, _ problems: ProblemList
    ) {
        let office = workspace.hours
        workspace.teams = [Team(id: Team.support.id, name: Team.support.name, hours: office)]
        guard let entries = fields.read("teams", { node throws(YAMLError) in try node.entries() }) else { return }
        let teams = entries.compactMap { entry -> Team? in
            if problems.attempt({ () throws(YAMLError) in try Self.checkID(entry.key, entry.keyNode) }) == nil {
                return nil
            }
            guard var team = FieldReader(entry.value, problems) else { return nil }
            let name = team.read("name", Self.shortText) ?? "our \(entry.key) team"
            let email = team.read("email") { node throws(YAMLError) in
                guard let address = EmailAddress(try node.string()) else {
                    throw node.error("expected an email address")
                }
                return address.text
            }
            var hours = office
            if var own = team.fields("hours") {
                hours = Self.hours(&own) ?? office
                own.end()
            }
            team.end()
            return Team(id: entry.key, name: name, email: email, hours: hours)
        }
        if !teams.isEmpty { workspace.teams = teams }
    }

    private mutating func readChannels(_ fields: inout FieldReader, into workspace: inout Workspace) {
        guard var channels = fields.fields("channels") else { return }
        for channel in Channel.allCases {
            guard var style = channels.fields(channel.rawValue) else { continue }
            workspace.channels[channel] = Self.style(&style, standard: workspace.style(of: channel))
            templates[channel] = style.node("template")
            style.end()
        }
        channels.end()
    }

    private static func style(_ fields: inout FieldReader, standard: ChannelStyle) -> ChannelStyle {
        var style = standard
        if let isEnabled = fields.read("enabled", { node throws(YAMLError) in try node.bool() }) {
            style.isEnabled = isEnabled
        }
        if let tone = fields.read("style", { node throws(YAMLError) in try node.choice(as: ChannelStyle.Tone.self) }) {
            style.tone = tone
        }
        style.estimatedResponseTime = fields.read("estimated_response_time", shortText)
        guard var limits = fields.fields("limits") else { return style }
        if let words = limits.read("words", { node throws(YAMLError) in try node.integer(in: 30...10_000) }) {
            style.maxWords = words
        }
        if var characters = limits.fields("characters") {
            let length = { (node: YAMLNode) throws(YAMLError) -> Int in try node.integer(in: 120...100_000) }
            let hard = characters.read("hard", length)
            let shown = characters.read("shown", length)
            style.maxCharacters = [hard, shown].compactMap(\.self).min() ?? style.maxCharacters
            style.preferredCharacters = characters.read("preferred", length) ?? style.preferredCharacters
            characters.end()
        }
        limits.end()
        return style
    }

    private func readBudget(_ fields: inout FieldReader, into budget: inout Budget) {
        guard var read = fields.fields("budget") else { return }
        let amount = { (node: YAMLNode) throws(YAMLError) -> Double in try node.double(in: 0...1_000_000) }
        budget.monthlyUSD = read.read("monthly_usd", amount)
        budget.dailyUSD = read.read("daily_usd", amount)
        budget.perConversationUSD = read.read("per_conversation_usd", amount)
        read.end()
    }

    private func readRules(_ fields: inout FieldReader, into rules: inout ReplyRules) {
        guard var read = fields.fields("rules") else { return }
        let permission = { (node: YAMLNode) throws(YAMLError) in try node.choice(as: ReplyRules.Permission.self) }
        if let value = read.read("state_prices", permission) { rules.statePrices = value }
        if let value = read.read("promise_refunds", permission) { rules.promiseRefunds = value }
        if let value = read.read("discuss_competitors", permission) { rules.discussCompetitors = value }
        if let value = read.read("reveal_internals", permission) { rules.revealInternals = value }
        if let value = read.read("sources_required", { node throws(YAMLError) in try node.bool() }) {
            rules.sourcesRequired = value
        }
        read.end()
    }
}
