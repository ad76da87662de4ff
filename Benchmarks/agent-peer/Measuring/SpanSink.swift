import AgentRuntime
import Formats
import Foundation
import Synchronization

/// Takes every run's trace: counts its spans, and writes them where that is wanted.
final class SpanSink: Sendable {
    private let count = Atomic<Int>(0)
    private let file: Mutex<FileHandle?>

    private let isWriting: Bool

    init(_ tracing: PeerArguments.Tracing, folder: String) throws {
        isWriting = tracing == .jsonl
        guard isWriting else {
            file = Mutex(nil)
            return
        }
        let path = "\(folder)/spans\(getpid()).jsonl"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        file = Mutex(try FileHandle(forWritingTo: URL(filePath: path)))
    }

    var spans: Int { count.load(ordering: .relaxed) }

    func take(_ trace: Trace) throws {
        count.add(trace.spans.count, ordering: .relaxed)
        guard isWriting else { return }
        var lines = trace.json { $0 }.serialized()
        lines.append(UInt8(ascii: "\n"))
        try file.withLock { try $0?.write(contentsOf: Data(lines)) }
    }
}
