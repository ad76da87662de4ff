package import Formats

/// The steps of runs that must not be taken twice, kept beside the conversations they belong to. A conversation has at
/// most one: that of its run, which the commit ends.
///
/// Every act is fenced by the claim and throws `ClaimLost` once its epoch was raised.
package protocol RunJournals: Sendable {
    /// The steps of the run that the last claim could not finish, in their order; empty when there is none.
    func steps(under claim: Claim) async throws -> [JSONValue]

    /// Keeps all of these behind those that are there, or none.
    func append(_ steps: [JSONValue], under claim: Claim) async throws

    /// Forgets the run: its messages were answered otherwise.
    func discard(under claim: Claim) async throws
}
