extension SynonymTable {
    /// Words that customers and documents of any company use for the same thing.
    static let general: [[String]] = [
        ["login", "log in", "log into", "sign in", "sign into", "log on", "logon", "signin"]
    ]
}
