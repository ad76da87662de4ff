import FoundationEssentials
import HTTPServer

/// The files of `web/` that pages use, read once at start.
package struct PageAssets: Sendable {
    private struct Asset: Sendable {
        let contentType: String
        let bytes: [UInt8]
        let tag: String
    }

    private let assets: [String: Asset]

    private static let contentTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "ico": "image/x-icon", "woff2": "font/woff2",
    ]

    /// - Parameter folder: `web/assets`; its files are served as `/assets/NAME`.
    /// - Parameter tag: names a file's content, for browsers to ask whether theirs is still right.
    package init(folder: String, tag: ([UInt8]) -> String) throws {
        var assets: [String: Asset] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard let ending = name.split(separator: ".").last, let type = Self.contentTypes[String(ending)],
                let data = FileManager.default.contents(atPath: folder + "/" + name)
            else { continue }
            let bytes = [UInt8](data)
            assets["/assets/" + name] = Asset(contentType: type, bytes: bytes, tag: "\"\(tag(bytes))\"")
        }
        self.assets = assets
    }

    func response(to request: Request) -> Response? {
        guard request.method == .get || request.method == .head, let asset = assets[request.target.rawPath] else {
            return nil
        }
        let headers: Headers = ["ETag": asset.tag, "Cache-Control": "no-cache"]
        if request.headers["If-None-Match"] == asset.tag { return Response(304, headers: headers) }
        return Response(200, asset.contentType, asset.bytes, headers: headers)
    }
}
