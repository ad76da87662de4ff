import HTTPServer

/// Reads a request's body and answers with a few bytes of JSON: all that a submission costs without being one.
enum BareServer {
    static func run(port: Int) async throws {
        var configuration = ServerConfiguration()
        configuration.port = port
        let answer = Array(
            #"{"ticket_id":"00000000-0000-4000-8000-000000000000","message":"We have your message."}"#.utf8)
        let server = Server(configuration) { _ in Response(200, "application/json", answer) }
        try await server.run()
    }
}
