import Foundation
import Glibc

/// Plays the part of a PostgreSQL server up to the end of a log-in, with the messages it is given (protocol 3.0).
final class ScriptedServer: Sendable {
    let port: Int
    private let listener: Int32

    init(_ messages: [[UInt8]]) throws {
        let (listener, port) = try listen()
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Self.play(messages, to: client)
                Glibc.close(client)
            }
        }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// Answers each message of the client's with the next ones of ours, up to one that expects an answer.
    private static func play(_ messages: [[UInt8]], to client: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        for message in messages {
            guard read(client, &buffer, buffer.count) > 0, send(message, to: client) else { return }
        }
        while read(client, &buffer, buffer.count) > 0 {}
    }

    static let askForPassword = message("R", [0, 0, 0, 3])
    static let welcome = message("R", [0, 0, 0, 0])
    static let ready = message("K", [0, 0, 0, 1, 0, 0, 0, 1]) + message("Z", Array("I".utf8))

    static func parameter(_ name: String, _ value: String) -> [UInt8] {
        message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
    }

    static func error(_ code: String, _ text: String) -> [UInt8] {
        let fields = ["SFATAL", "VFATAL", "C" + code, "M" + text].flatMap { (field: String) -> [UInt8] in
            Array(field.utf8) + [0]
        }
        return message("E", fields + [0])
    }

    private static func message(_ type: String, _ content: [UInt8]) -> [UInt8] {
        Array(type.utf8) + withUnsafeBytes(of: UInt32(content.count + 4).bigEndian, Array.init) + content
    }
}
