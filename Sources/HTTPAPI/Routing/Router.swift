import HTTPServer

/// Finds the route of a request.
struct Router: Sendable {
    enum Match: Sendable {
        case route(Route, parameters: [String])
        case methodNotAllowed(allowed: [Method])
        case notFound
    }

    private struct Pattern: Sendable {
        let segments: [String]
        let route: Route

        /// The parameters of a path that fits.
        func parameters(of path: [String]) -> [String]? {
            guard path.count == segments.count else { return nil }
            var parameters: [String] = []
            for (segment, part) in zip(segments, path) {
                if segment.hasPrefix("{") { parameters.append(part) } else if segment != part { return nil }
            }
            return parameters
        }
    }

    private var exact: [String: [Route]] = [:]
    private var patterns: [Pattern] = []

    init(_ routes: [Route]) {
        for route in routes {
            if route.path.contains("{") {
                let segments = route.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                patterns.append(Pattern(segments: segments.map(String.init), route: route))
            } else {
                exact[route.path, default: []].append(route)
            }
        }
    }

    func match(_ method: Method, _ target: RequestTarget) -> Match {
        var found: [(Route, [String])] = []
        if let routes = exact[target.rawPath] {
            found = routes.map { ($0, []) }
        } else {
            let segments = target.segments
            for pattern in patterns {
                if let parameters = pattern.parameters(of: segments) { found.append((pattern.route, parameters)) }
            }
        }
        guard !found.isEmpty else { return .notFound }
        // A HEAD is a GET whose body the server leaves out.
        let wanted: Method = method == .head ? .get : method
        guard let (route, parameters) = found.first(where: { $0.0.method == wanted }) else {
            return .methodNotAllowed(allowed: found.map(\.0.method))
        }
        return .route(route, parameters: parameters)
    }
}
