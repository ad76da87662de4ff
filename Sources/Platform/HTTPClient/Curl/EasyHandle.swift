import CCurl
import Glibc

/// One of curl's transfers, used for many calls in turn: what all calls share is set once.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    let hasLargeBuffer: Bool
    unowned(unsafe) let loop: CallLoop
    private let maxHeadBytes: Int

    /// The call it carries out.
    private(set) var call: Call?
    /// In the loop's list of busy handles.
    var position = 0
    /// Something arrived for a reader that it doesn't have yet.
    var isTouched = false
    var madeConnection = false
    /// Its call looks a name up for others.
    var isLookingUp = false
    /// Curl sent the request again, since a kept connection had died.
    var hasRetried = false

    /// Curl counts a handle's retries over all its calls, and refuses the sixth. A large buffer isn't kept for later.
    var isReusable: Bool { !hasLargeBuffer && !hasRetried }

    private var reader = HeadReader()
    private var headBytes = 0
    private(set) var hasHead = false
    private var isHeadDelivered = false
    private var received = 0
    /// Of a call whose caller wants all at once.
    private var body: [UInt8] = []
    /// Why a callback stopped the transfer.
    private var refusal: HTTPError?
    /// One of the host's addresses is none that may be called. Another may be.
    var metForbiddenAddress = false

    private var url = ""
    private var headers: HeaderList?
    private var isFresh = false

    init(_ options: WebClientOptions, hasLargeBuffer: Bool, loop: CallLoop) throws(HTTPError) {
        guard let pointer = curl_easy_init() else { throw .other(code: Int(ENOMEM), reason: "no memory") }
        self.pointer = pointer
        self.hasLargeBuffer = hasLargeBuffer
        self.loop = loop
        maxHeadBytes = options.maxHeadBytes
        setConstants(options)
        setCallbacks()
    }

    deinit { curl_easy_cleanup(pointer) }

    private func setConstants(_ options: WebClientOptions) {
        set(CURLOPT_NOSIGNAL, 1)
        // An empty one keeps curl from reading the environment.
        set(CURLOPT_PROXY, options.proxy ?? "")
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_USERAGENT, options.userAgent)
        // The loop has its own limits, which it can check in other states than curl does.
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // For as long as a transfer is open it has this buffer.
        set(CURLOPT_BUFFERSIZE, hasLargeBuffer ? 64 * 1024 : 4 * 1024)
        // With TLS, and one for what it sends: this is the least.
        set(CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1024)
        // Otherwise a call that ends during its look-up makes the loop wait for the resolver's thread.
        set(CURLOPT_QUICK_EXIT, 1)
        // A folder of authorities defeats curl's cache of them: 800 kB for each connection.
        _ = curl_set_string(pointer, CURLOPT_CAPATH, nil)
        set(CURLOPT_CAINFO, options.caFile ?? "/etc/ssl/certs/ca-certificates.crt")
        // Over HTTP/2 this version of curl tells a server of a cancelled call only with the connection's next octets.
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    }

    private func setCallbacks() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = curl_set_pointer(pointer, CURLOPT_PRIVATE, me)
        _ = curl_set_pointer(pointer, CURLOPT_HEADERDATA, me)
        _ = curl_set_bytes_function(pointer, CURLOPT_HEADERFUNCTION) { line, size, count, handle in
            EasyHandle.from(handle).receivedLine(UnsafeRawBufferPointer(start: line, count: size * count))
        }
        _ = curl_set_pointer(pointer, CURLOPT_WRITEDATA, me)
        _ = curl_set_bytes_function(pointer, CURLOPT_WRITEFUNCTION) { octets, size, count, handle in
            EasyHandle.from(handle).received(UnsafeRawBufferPointer(start: octets, count: size * count))
        }
        _ = curl_set_pointer(pointer, CURLOPT_PREREQDATA, me)
        _ = curl_set_before_request_function(pointer) { handle, _, _, _, _ in
            let handle = EasyHandle.from(handle)
            handle.loop.isOnWire(handle)
            return CURL_PREREQFUNC_OK
        }
        _ = curl_set_pointer(pointer, CURLOPT_OPENSOCKETDATA, me)
        _ = curl_set_open_socket_function(pointer) { handle, _, address in
            let handle = EasyHandle.from(handle)
            return address.map { handle.loop.openSocket(for: handle, $0) } ?? -1
        }
    }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> EasyHandle {
        Unmanaged<EasyHandle>.fromOpaque(pointer!).takeUnretainedValue()
    }

    // MARK: Calls

    /// Sets what is this call's own; what is as it was for the last is left.
    func begin(_ call: Call) {
        self.call = call
        let request = call.request
        if url != request.url {
            url = request.url
            set(CURLOPT_URL, url)
        }
        if isFresh != request.mustNotRepeat {
            isFresh = request.mustNotRepeat
            set(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
        }
        let hasBody = setMethod(request)
        if headers?.hasBody != hasBody || headers?.headers != request.headers {
            let list = HeaderList(request.headers, hasBody: hasBody)
            _ = curl_set_pointer(pointer, CURLOPT_HTTPHEADER, list.first)
            headers = list
        }
    }

    /// - Returns: whether a body is sent, if an empty one.
    private func setMethod(_ request: HTTPRequest) -> Bool {
        let needsBody = request.method == .post || request.method == .put || request.method == .patch
        guard request.body != nil || needsBody else {
            set(CURLOPT_HTTPGET, 1)
            if request.method == .head { set(CURLOPT_NOBODY, 1) }
            let isOwn = request.method == .get || request.method == .head
            _ = curl_set_string(pointer, CURLOPT_CUSTOMREQUEST, isOwn ? nil : request.method.rawValue)
            return false
        }
        let body = request.body ?? []
        set(CURLOPT_POST, 1)
        _ = curl_set_string(pointer, CURLOPT_CUSTOMREQUEST, request.method == .post ? nil : request.method.rawValue)
        // The size first: without one, curl would look for a NUL. The octets aren't copied. They lie where they lie for as
        // long as `call` holds the array that nobody changes, and `end` takes the pointer back before it lets that go.
        _ = curl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        body.withUnsafeBytes { octets in
            _ = curl_set_pointer(pointer, CURLOPT_POSTFIELDS, octets.baseAddress ?? UnsafeRawPointer(pointer))
        }
        return true
    }

    /// Makes the handle ready for its next call, once curl has let go of it.
    func end() {
        if call?.request.body != nil { _ = curl_set_pointer(pointer, CURLOPT_POSTFIELDS, nil) }
        call = nil
        reader = HeadReader()
        headBytes = 0
        hasHead = false
        isHeadDelivered = false
        isTouched = false
        madeConnection = false
        isLookingUp = false
        received = 0
        body = []
        refusal = nil
        metForbiddenAddress = false
    }

    /// The head, and the body unless a reader has it. `nil` without a head.
    func takeAnswer() -> Call.Answer? {
        guard hasHead else { return nil }
        return (reader.head, body)
    }

    /// Hands the reader what has arrived.
    func deliver() {
        isTouched = false
        guard let call, !call.isCollected else { return }
        let head = isHeadDelivered || !hasHead ? nil : reader.head
        if head != nil { isHeadDelivered = true }
        if call.deliver(head: head) { resume() }
    }

    func resume() { curl_easy_pause(pointer, CURLPAUSE_CONT) }

    /// Of the request's body.
    var sent: Int {
        var count: curl_off_t = 0
        _ = curl_get_offset(pointer, CURLINFO_SIZE_UPLOAD_T, &count)
        return Int(count)
    }

    /// What a caller is told of the transfer's outcome; `nil` if all went well.
    func failure(_ code: CURLcode) -> HTTPError? {
        if let refusal { return refusal }
        if code == CURLE_COULDNT_CONNECT && metForbiddenAddress { return .forbiddenAddress }
        return code == CURLE_OK ? nil : HTTPError(code)
    }

    // MARK: Callbacks: what they return is what curl took, and anything less stops the transfer.

    private func receivedLine(_ line: UnsafeRawBufferPointer) -> Int {
        guard let call else { return 0 }
        call.times.lastActivity = loop.now
        headBytes += line.count
        guard headBytes <= maxHeadBytes else { return refuse(.headTooLarge) }
        // Trailers are counted, and not kept.
        guard !hasHead else { return line.count }
        switch reader.read(line) {
        case .more: break
        case .malformed: return refuse(.malformedResponse)
        case .end:
            hasHead = true
            if !call.isCollected { loop.touch(self) }
        }
        return line.count
    }

    private func received(_ octets: UnsafeRawBufferPointer) -> Int {
        guard let call else { return 0 }
        call.times.lastActivity = loop.now
        let limit = call.request.limits.maxBodyBytes
        guard received + octets.count <= limit else { return refuse(.bodyTooLarge) }
        if received == 0 {
            var length: curl_off_t = 0
            _ = curl_get_offset(pointer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
            guard length <= limit else { return refuse(.bodyTooLarge) }
            // A length is only a claim: memory is not given for it beyond this.
            if call.isCollected { body.reserveCapacity(max(octets.count, min(Int(length), 1024 * 1024))) }
        }
        if call.isCollected {
            body.append(contentsOf: octets)
        } else {
            switch call.keep(octets) {
            case .taken: loop.touch(self)
            case .full: return curl_write_pause
            case .unwanted: return refuse(.closedEarly)
            }
        }
        received += octets.count
        return octets.count
    }

    private func refuse(_ error: HTTPError) -> Int {
        refusal = error
        return 0
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = curl_set_long(pointer, option, value) }
    private func set(_ option: CURLoption, _ value: String) { _ = curl_set_string(pointer, option, value) }
}
