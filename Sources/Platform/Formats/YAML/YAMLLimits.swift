/// What a document may hold before it is refused.
package struct YAMLLimits: Sendable {
    package var bytes = 4 << 20
    /// Mappings and sequences inside each other.
    package var depth = 64
    /// Nodes in all, those that aliases repeat included.
    package var nodes = 200_000
    package var aliases = 100

    package init() {}
}
