internal import CStemmer
internal import Glibc

/// Snowball stems (libstemmer). One value may be used by any number of threads.
package struct Stemmer: Sendable {
    private let pool: StemmerPool?

    /// - Parameter language: an ISO 639 code or English name that Snowball knows (`en`, `german`); with any other, stems
    ///   are the words themselves.
    package init(language: String = "en") {
        pool = StemmerPool(language: language)
    }

    package var isSupported: Bool { pool != nil }

    /// The stem of a folded word. Words with a digit, a dot or a mask, which are names and codes, stay as they are.
    package func stem(_ word: String) -> String {
        stems([word])[0]
    }

    /// Stems many words with one look at the pool.
    package func stems(_ words: [String]) -> [String] {
        guard let pool else { return words }
        return pool.withHandle { handle in words.map { Self.isPlain($0) ? handle.stem($0) : $0 } } ?? words
    }

    private static func isPlain(_ word: String) -> Bool {
        word.utf8.allSatisfy {
            ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) || $0 >= 0x80 || $0 == UInt8(ascii: "'")
        }
    }
}

/// A `sb_stemmer`, which is not thread-safe: whoever took it from the pool is its only user.
private final class StemmerHandle {
    private let raw: OpaquePointer

    init?(language: String) {
        guard let raw = sb_stemmer_new(language, nil) else { return nil }
        self.raw = raw
    }

    /// `sb_stemmer_stem` returns its own buffer, valid until the next call; it is copied here.
    func stem(_ word: String) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard let result = sb_stemmer_stem(raw, bytes.baseAddress, Int32(bytes.count)) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            let stem = UnsafeBufferPointer(start: result, count: Int(sb_stemmer_length(raw)))
            return String(decoding: stem, as: UTF8.self)
        }
    }

    deinit { sb_stemmer_delete(raw) }
}

/// The idle handles of one language: as many as were ever needed at once.
private final class StemmerPool: @unchecked Sendable {
    // `idle` is touched under `lock` alone, and a handle is in `idle` only while nobody uses it. The lock is one of
    // pthread's because the thread sanitizer does not understand `Mutex`.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var idle: [StemmerHandle]
    private let language: String

    init?(language: String) {
        guard let first = StemmerHandle(language: language) else { return nil }
        self.language = language
        idle = [first]
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// - Returns: `nil` when libstemmer is out of memory.
    func withHandle(_ body: (StemmerHandle) -> [String]) -> [String]? {
        guard let handle = take() ?? StemmerHandle(language: language) else { return nil }
        defer { giveBack(handle) }
        return body(handle)
    }

    private func take() -> StemmerHandle? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return idle.popLast()
    }

    private func giveBack(_ handle: StemmerHandle) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        idle.append(handle)
    }
}
