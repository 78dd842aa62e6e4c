"""A webhook's receiver that does as the file MODE says: take, fail, hang, gone. Prints a line of JSON for each request.

    receiver.py SECRET-FILE PORT MODE-FILE
"""
import base64
import hashlib
import hmac
import http.server
import json
import socket
import sys
import time

key = base64.b64decode(open(sys.argv[1]).read().split()[0].removeprefix("whsec_"))


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        head = self.headers
        signed = f'{head["webhook-id"]}.{head["webhook-timestamp"]}.'.encode() + body
        mine = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        mode = open(sys.argv[3]).read().strip()
        print(json.dumps({
            "mode": mode, "id": head["webhook-id"], "signed": mine in head["webhook-signature"].split(),
            "contentType": head["content-type"], "event": json.loads(body)}), flush=True)
        if mode == "hang":
            time.sleep(60)
        if mode == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(204 if mode == "take" else 500)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Receiver)
server.daemon_threads = True
print(json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
