/// An error that may say that what the desk stands on is away: no fault of the message that was being answered.
package protocol Outage: Error {
    /// Whether it will pass by itself, so that nothing has failed but the moment.
    var isOutage: Bool { get }
}
