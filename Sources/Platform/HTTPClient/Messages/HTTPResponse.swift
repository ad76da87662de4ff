/// What came before an answer's body.
package struct HTTPHead: Sendable, Equatable {
    package var status: Int
    package var headers: HTTPHeaders

    package init(status: Int, headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
    }
}

/// An answer whose head has arrived, and whose body arrives as it is read.
package struct HTTPResponse: Sendable {
    package let head: HTTPHead
    package let body: HTTPBody

    package var status: Int { head.status }
    package var headers: HTTPHeaders { head.headers }
}
