import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

// One after the other: each takes four connections, and all suites share the servers.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PassageVectorTests {
    private static func vectors(_ count: Int, dimension: Int = 8, seed: UInt64 = 1) -> [[Float]] {
        var source = ClusteredVectors(dimension: dimension, heaps: 10, seed: seed)
        return (0..<count).map { _ in source.next() }
    }

    /// The numbers of the nearest, by another calculation than the program's.
    private static func nearest(to query: [Float], of vectors: [[Float]], limit: Int) -> [String] {
        func cosine(_ one: [Float], _ other: [Float]) -> Double {
            func dot(_ one: [Float], _ other: [Float]) -> Double {
                zip(one, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
            return dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot()
        }
        let ranked = vectors.enumerated().map { (cosine(query, $0.element), "p\($0.offset)") }.sorted { $0 > $1 }
        return ranked.prefix(limit).map(\.1)
    }

    @Test(arguments: VectorBackend.all)
    func `recorded vectors come back as they were, bit for bit`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            let awkward: [Float] = [0.1, -1 / 3, 1e-38, .leastNonzeroMagnitude, 3.4e38, -0.0, 16_777_215, 1]
            try await bed.first.record([awkward, Self.vectors(1)[0]])

            let store = SQLPassageVectors(bed.first)

            #expect(try await store.vector(of: "p0")?.map(\.bitPattern) == awkward.map(\.bitPattern))
            #expect(try await store.vector(of: "p1") == Self.vectors(1)[0])
            #expect(try await store.vector(of: "p2") == nil)
        }
    }

    @Test(arguments: VectorBackend.all)
    func `the nearest are the same on every database, below the limit and beyond it`(backend: VectorBackend)
        async throws
    {
        try await VectorBed.with(backend) { bed in
            let vectors = Self.vectors(300)
            try await bed.first.record(vectors)
            let exact = SQLPassageVectors(bed.first, exactLimit: 300)
            let beyond = SQLPassageVectors(bed.first, exactLimit: 299)

            let made = try await SQLPassageVectors(bed.owner, exactLimit: 299).prepareIndex()
            #expect(made == backend.hasIndex)

            for query in Self.vectors(10, seed: 2) {
                let found = try await exact.nearest(to: query, model: "small", limit: 10)
                #expect(found.map(\.citation) == Self.nearest(to: query, of: vectors, limit: 10))
                #expect(try await beyond.nearest(to: query, model: "small", limit: 10) == found)
            }
        }
    }

    @Test(arguments: VectorBackend.all)
    func `equally near passages come in the order of their citations`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            try await bed.first.record([[0, 1], [2, 0], [1, 0], [3, 0], [1, 1]])

            let found = try await SQLPassageVectors(bed.first).nearest(to: [5, 0], model: "small", limit: 4)

            #expect(found.map(\.citation) == ["p1", "p2", "p3", "p4"])
            #expect(found.prefix(3).map(\.similarity) == [1, 1, 1])
        }
    }

    @Test(arguments: VectorBackend.all)
    func `vectors of another model or dimension are refused`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            let vectors = Self.vectors(3)
            try await bed.first.record(vectors)
            let store = SQLPassageVectors(bed.first)
            let generation = try await SQLKnowledgeStore(bed.first).generation()

            await #expect(throws: PassageVectorError.otherModel(recorded: "small", given: "large")) {
                try await store.record(
                    PassageVector.numbered(vectors), model: "large", dimension: 8, generation: generation)
            }
            await #expect(throws: PassageVectorError.otherDimension(expected: 8, given: 2)) {
                try await store.record(
                    [PassageVector(citation: "p0", values: [1, 2])], model: "small", dimension: 2,
                    generation: generation)
            }
            await #expect(throws: PassageVectorError.otherModel(recorded: "small", given: "large")) {
                try await store.nearest(to: vectors[0], model: "large", limit: 1)
            }
            await #expect(throws: PassageVectorError.otherDimension(expected: 8, given: 2)) {
                try await store.nearest(to: [1, 2], model: "small", limit: 1)
            }
        }
    }

    @Test(arguments: VectorBackend.all)
    func `rubbish is refused, and nothing of its batch is kept`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            let knowledge = SQLKnowledgeStore(bed.first)
            _ = try await knowledge.replaceAll(with: Passage.numbered(2))
            let generation = try await knowledge.generation()
            let store = SQLPassageVectors(bed.first)
            func record(_ citation: String, _ values: [Float], generation: Int) async throws {
                try await store.record(
                    [
                        PassageVector(citation: "p0", values: [1, 2]),
                        PassageVector(citation: citation, values: values),
                    ],
                    model: "small", dimension: 2, generation: generation)
            }

            for values: [Float] in [[0, 0], [.nan, 1], [.infinity, 1]] {
                await #expect(throws: PassageVectorError.noDirection) {
                    try await record("p1", values, generation: generation)
                }
            }
            await #expect(throws: PassageVectorError.otherDimension(expected: 2, given: 3)) {
                try await record("p1", [1, 2, 3], generation: generation)
            }
            await #expect(throws: PassageVectorError.unknownPassage(citation: "p2")) {
                try await record("p2", [1, 2], generation: generation)
            }
            await #expect(throws: PassageVectorError.documentsChanged) {
                try await record("p1", [1, 2], generation: generation - 1)
            }
            #expect(try await store.vector(of: "p0") == nil)
            #expect(try await store.nearest(to: [1, 2, 3], model: "any", limit: 5) == [])
        }
    }

    @Test(arguments: VectorBackend.all)
    func `a passage that changed or went has no vector any more`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            let vectors = Self.vectors(300)
            try await bed.first.record(vectors)
            _ = try await SQLPassageVectors(bed.owner, exactLimit: 100).prepareIndex()
            let store = SQLPassageVectors(bed.first, exactLimit: 100)
            let before = try await store.nearest(to: vectors[7], model: "small", limit: 1)

            _ = try await SQLKnowledgeStore(bed.first).replaceAll(with: Passage.numbered(299, changed: [7]))

            #expect(before.map(\.citation) == ["p7"])
            #expect(try await store.vector(of: "p7") == nil)
            let rest = vectors.enumerated().map { [7, 299].contains($0.offset) ? vectors[0].map(-) : $0.element }
            for query in [vectors[7], vectors[299]] {
                let after = try await store.nearest(to: query, model: "small", limit: 5)
                #expect(after.map(\.citation) == Self.nearest(to: query, of: rest, limit: 5))
            }
        }
    }

    @Test(arguments: VectorBackend.all)
    func `companies never see each other's vectors, and choose their own models`(backend: VectorBackend)
        async throws
    {
        try await VectorBed.with(backend) { bed in
            let vectors = Self.vectors(300)
            try await bed.first.record(vectors)
            try await bed.second.record(Self.vectors(3, dimension: 4), named: "q", model: "large")
            let made = try await SQLPassageVectors(bed.owner, exactLimit: 100).prepareIndex()

            let first = SQLPassageVectors(bed.first, exactLimit: 100)
            let second = SQLPassageVectors(bed.second, exactLimit: 100)
            let firsts = try await first.nearest(to: vectors[0], model: "small", limit: 100)
            let seconds = try await second.nearest(to: [1, 1, 1, 1], model: "large", limit: 100)

            #expect(made == backend.hasIndex)
            #expect(firsts.count == 100 && firsts.allSatisfy { $0.citation.hasPrefix("p") })
            #expect(Set(seconds.map(\.citation)) == ["q0", "q1", "q2"])
            #expect(try await first.vector(of: "q0") == nil)
            await #expect(throws: PassageVectorError.self) {
                try await first.nearest(to: [1, 1, 1, 1], model: "large", limit: 1)
            }
        }
    }

    @Test(arguments: VectorBackend.all)
    func `another model's vectors take the place of those that were removed`(backend: VectorBackend) async throws {
        try await VectorBed.with(backend) { bed in
            try await bed.first.record(Self.vectors(300))
            let owner = SQLPassageVectors(bed.owner, exactLimit: 100)
            _ = try await owner.prepareIndex()
            let store = SQLPassageVectors(bed.first, exactLimit: 100)

            try await store.removeAll()
            let none = try await store.nearest(to: [1, 2, 3], model: "large", limit: 5)
            let vectors = Self.vectors(300, dimension: 5)
            try await bed.first.record(vectors, model: "large")
            let found = try await store.nearest(to: vectors[9], model: "large", limit: 5)
            let madeAgain = try await owner.prepareIndex()

            #expect(none == [])
            #expect(found.map(\.citation) == Self.nearest(to: vectors[9], of: vectors, limit: 5))
            #expect(madeAgain == backend.hasIndex)
            #expect(try await store.nearest(to: vectors[9], model: "large", limit: 5) == found)
            #expect(try await owner.prepareIndex() == false)
        }
    }

    @Test(arguments: VectorBackend.all)
    func `who waits for vectors that another began to read gets them, though that one gave up`(backend: VectorBackend)
        async throws
    {
        try await VectorBed.with(backend) { bed in
            let vectors = Self.vectors(300)
            try await bed.first.record(vectors)
            let store = SQLPassageVectors(bed.first)

            let first = Task { try await store.nearest(to: vectors[5], model: "small", limit: 1) }
            async let second = store.nearest(to: vectors[5], model: "small", limit: 1)
            async let third = store.nearest(to: vectors[6], model: "small", limit: 1)
            first.cancel()

            #expect(try await second.map(\.citation) == ["p5"])
            #expect(try await third.map(\.citation) == ["p6"])
            _ = await first.result
        }
    }
}
