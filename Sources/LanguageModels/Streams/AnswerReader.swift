import AgentRuntime
import Formats
import HTTPClient

/// Reads an answer, whether it is an event stream or one JSON text: some servers send the other than they were asked for.
struct AnswerReader {
    let wire: ModelWire
    let maxOutputBytes: Int
    let delivery: Delivery
    let clock: any RunClock

    /// How long a stream's own end may come after the answer's. Then the connection can be kept, else it is closed.
    private static let patience = Duration.milliseconds(50)

    /// - Throws: `LanguageModelError`, `HTTPError`, `CancellationError`.
    func read(_ response: HTTPResponse) async throws -> ModelAnswer {
        var body = response.body.makeAsyncIterator()
        var start: [UInt8] = []
        while start.allSatisfy(Self.isBlank), start.count < 1_024, let piece = try await body.next() { start += piece }
        let isJSON = start.first { !Self.isBlank($0) } == UInt8(ascii: "{")
        let answer =
            if isJSON {
                try await readJSON(start, &body)
            } else {
                switch wire {
                case .responses: try await readStream(ResponsesStream(), start, &body)
                case .chat: try await readStream(ChatStream(), start, &body)
                }
            }
        if !isJSON { try await readEnd(of: response.body) }
        guard answer.byteCount <= maxOutputBytes else { throw LanguageModelError.outputTooLong }
        return answer
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private func readJSON(_ start: [UInt8], _ body: inout HTTPBody.AsyncIterator) async throws -> ModelAnswer {
        // What the model said may be escaped, and the request is partly repeated around it.
        let maxBytes = 4 * maxOutputBytes
        var bytes = start
        while let piece = try await body.next() {
            bytes += piece
            guard bytes.count <= maxBytes else { throw LanguageModelError.outputTooLong }
        }
        guard let json = try? repairedJSON(bytes) else {
            throw LanguageModelError.unreadableAnswer(problem: "it is no JSON")
        }
        let answer =
            switch wire {
            case .responses: try ResponsesAnswer.read(json)
            case .chat: try ChatAnswer.read(json)
            }
        guard answer.byteCount <= maxOutputBytes else { throw LanguageModelError.outputTooLong }
        for event in answer.events { await delivery.deliver(event) }
        return answer
    }

    private func readStream<Stream: StreamedAnswer>(
        _ stream: consuming Stream, _ start: [UInt8], _ body: inout HTTPBody.AsyncIterator
    ) async throws -> ModelAnswer {
        var progress = Progress(stream: stream)
        do {
            var piece: [UInt8]? = start
            while let bytes = piece, !progress.isDone {
                for event in try progress.parser.feed(bytes) where !progress.isDone {
                    try await take(event, &progress)
                }
                piece = progress.isDone ? nil : try await body.next()
            }
            if !progress.isDone, let event = try progress.parser.finish() { try await takeLast(event, &progress) }
        } catch is EventStreamParser.Overflow {
            throw LanguageModelError.outputTooLong
        } catch let error as HTTPError where progress.stream.hasEnded {
            // All was said; what got lost is the stream's own end.
            guard error != .timedOut(.deadline) else { throw error }
        }
        guard progress.events > 0 else { throw LanguageModelError.unreadableAnswer(problem: "it holds no event") }
        return try progress.stream.finish()
    }

    private func readEnd(of body: HTTPBody) async throws {
        do {
            try await clock.limit(to: clock.now + Self.patience) {
                var rest = body.makeAsyncIterator()
                for _ in 0..<8 { if try await rest.next() == nil { break } }
            }
        } catch {
            // The answer is whole already.
            try Task.checkCancellation()
        }
    }

    private struct Progress<Stream: StreamedAnswer> {
        var parser = EventStreamParser()
        var stream: Stream
        var isDone = false
        var events = 0
        var saidBytes = 0
    }

    private func take<Stream: StreamedAnswer>(
        _ event: ServerSentEvent, _ progress: inout Progress<Stream>
    ) async throws {
        progress.events += 1
        if event.isDone {
            progress.isDone = true
            return
        }
        guard let json = try? repairedJSON(event.data) else {
            throw LanguageModelError.unreadableAnswer(problem: "an event is no JSON")
        }
        for part in try progress.stream.take(json, type: event.type) {
            progress.saidBytes += part.byteCount
            guard progress.saidBytes <= maxOutputBytes else { throw LanguageModelError.outputTooLong }
            await delivery.deliver(part)
        }
        if wire == .responses, progress.stream.hasEnded { progress.isDone = true }
        try Task.checkCancellation()
    }

    /// An event without its end may have been cut.
    private func takeLast<Stream: StreamedAnswer>(
        _ event: ServerSentEvent, _ progress: inout Progress<Stream>
    ) async throws {
        do {
            try await take(event, &progress)
        } catch LanguageModelError.unreadableAnswer {
            if !progress.stream.hasEnded { throw LanguageModelError.streamCut }
        }
    }
}

extension ModelEvent {
    fileprivate var byteCount: Int {
        switch self {
        case .text(let text), .refusal(let text), .arguments(_, let text): text.utf8.count
        case .began, .reasoning: 0
        }
    }
}
