import Telemetry

/// Why texts have no vectors, beyond what a call to a model can come to.
package enum EmbeddingsError: Error, Equatable {
    /// Servers refuse empty texts. Nothing was sent.
    case emptyText(index: Int)
    /// The server answers a vector for each token. The operator's to mend: start it with pooling.
    case vectorPerToken
    /// Vectors of different models or settings must not meet in one index.
    case wrongDimensions(expected: Int, found: Int)
    /// A vector holds what is no number.
    case notFinite(index: Int)
    /// Not every text has one vector.
    case wrongCount(expected: Int, found: Int)
}

extension EmbeddingsError: LoggableError {
    package var logText: String {
        switch self {
        case .emptyText(let index): "Text \(index) is empty."
        case .vectorPerToken: "The server answers one vector for each token; it has to be started with pooling."
        case .wrongDimensions(let expected, let found): "A vector has \(found) dimensions, not \(expected)."
        case .notFinite(let index): "Vector \(index) holds what is no number."
        case .wrongCount(let expected, let found): "\(found) vectors came for \(expected) texts."
        }
    }
}
