import HTTPServer

/// What every response says to browsers.
enum SecurityHeaders {
    static func adding(to response: Response) -> Response {
        var response = response
        response.headers["X-Content-Type-Options"] = "nosniff"
        // A ticket's link is a secret, and a page that is left must not tell it.
        response.headers["Referrer-Policy"] = "no-referrer"
        if response.headers["Content-Type"]?.hasPrefix("text/html") == true {
            response.headers["Content-Security-Policy"] =
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        }
        return response
    }
}
