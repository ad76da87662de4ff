/// What a model made of a passage: a direction; its length says nothing.
package struct PassageVector: Equatable, Sendable {
    package let citation: String
    package let values: [Float]

    package init(citation: String, values: [Float]) {
        self.citation = citation
        self.values = values
    }
}

/// A passage and how near it lies to what was asked for.
package struct NearPassage: Equatable, Sendable {
    package let citation: String
    /// The cosine of the angle between the two vectors: 1 for the same direction, 0 for nothing in common.
    package let similarity: Float

    package init(citation: String, similarity: Float) {
        self.citation = citation
        self.similarity = similarity
    }
}

/// Why vectors can't be kept or compared.
package enum PassageVectorError: Error, Equatable, Sendable {
    /// The company's vectors were made by another model. They have to be removed first.
    case otherModel(recorded: String, given: String)
    /// A vector has more or fewer numbers than it should.
    case otherDimension(expected: Int, given: Int)
    /// A vector without a direction: all zero, or not all of it numbers.
    case noDirection
    /// There is no such passage.
    case unknownPassage(citation: String)
    /// The documents changed since they were read: some of the vectors may be of what they no longer say.
    case documentsChanged
}

extension PassageVectorError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherModel(let recorded, let given):
            "the company's vectors were made by the model \(recorded), these by \(given): remove the old ones first"
        case .otherDimension(let expected, let given):
            "a vector has \(given) numbers where \(expected) are expected"
        case .noDirection: "a vector is all zero or holds something that is not a number"
        case .unknownPassage(let citation): "there is no passage \(citation)"
        case .documentsChanged: "the documents changed since they were read"
        }
    }
}
