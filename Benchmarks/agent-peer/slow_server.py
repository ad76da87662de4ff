#!/usr/bin/env python3
"""A model that takes its time: answers every POST after some seconds, over HTTP or TLS. Prints its port when it is ready.

    slow_server.py --seconds 20 [--certificate SERVER.pem]
"""
import argparse, asyncio, json, resource, ssl

ANSWER = json.dumps({
    "id": "resp_0", "object": "response", "status": "completed", "error": None, "model": "slow",
    "output": [{"id": "msg_0", "type": "message", "status": "completed", "role": "assistant",
                "content": [{"type": "output_text", "text": "Hello.", "annotations": []}]}],
    "usage": {"input_tokens": 20, "output_tokens": 2, "total_tokens": 22}}).encode()
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(ANSWER)


class Slow(asyncio.Protocol):
    """Knows just enough of HTTP for the client that is measured: one POST at a time, with a length."""

    seconds = 10.0

    def connection_made(self, transport):
        self.transport, self.received = transport, b""

    def data_received(self, data):
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        start = self.received.lower().find(b"content-length:")
        length = int(self.received[start + 15 : self.received.find(b"\r\n", start)])
        if len(self.received) >= end + 4 + length:
            self.received = b""
            asyncio.get_running_loop().call_later(self.seconds, self.transport.write, HEAD + ANSWER)


async def serve(seconds, certificate):
    Slow.seconds = seconds
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = await asyncio.get_running_loop().create_server(Slow, "127.0.0.1", 0, backlog=4096, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--certificate", help="PEM with key and certificate")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(serve(options.seconds, options.certificate))
