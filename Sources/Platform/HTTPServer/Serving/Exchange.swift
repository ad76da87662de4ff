/// A request that is being answered, as far as metrics and logs care.
struct Exchange {
    let method: Method
    let path: String
    let version: Request.Version
    let start: Int
    let bytesReceived: Int
    var status: Status?
    var bytesSent = 0
}
