package import HTTPClient

/// A server that speaks OpenAI's API, and how we call it.
package struct ModelServer: Sendable {
    /// Up to and with the version: `https://api.openai.com/v1`.
    package let baseURL: String
    /// Sent as a bearer token; `nil` for servers that want none. Never logged.
    let key: String?
    let client: WebClient
    /// Without an octet. An answer that isn't streamed is silent until the model has ended, up to the deadline.
    package var idleTimeout: Duration = .seconds(60)
    package var connectTimeout: Duration = .seconds(10)
    package var retries = RetryPolicy()

    /// - Parameter key: white space around it goes, since keys are pasted; an empty one counts as none.
    package init(baseURL: String, key: String?, client: WebClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        let key = key.map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
        self.key = key == "" ? nil : key
        self.client = client
    }
}
