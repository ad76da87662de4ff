/// What a client does and has done.
package struct WebClientStatistics: Sendable, Equatable {
    package var openCalls = 0
    package var callsStarted = 0
    package var connectionsMade = 0
    /// Calls that were sent on a connection kept from an earlier one.
    package var connectionsReused = 0
}
