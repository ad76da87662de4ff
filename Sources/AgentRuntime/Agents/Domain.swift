/// What the agents and tools of one host have in common. An uninhabited enum with two type aliases is enough.
package protocol Domain: Sendable {
    /// The shared context: flows through agents and tools, and is kept with the session.
    associatedtype Context: Codable & Sendable
    /// What a tool asks the host to do to its own data. Runs stage effects and never carry them out; the host commits
    /// those of an outcome it accepts.
    associatedtype Effect: Codable & Sendable
}
