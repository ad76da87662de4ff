/// An error of something we stand on, which may be over when the request is sent again.
package protocol PassingFailure: Error {
    var isPassing: Bool { get }
}
