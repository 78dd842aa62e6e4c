"""Chromium without a window, asked over the DevTools protocol: as much of it as the pages' tests need."""

import base64
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket


class Failed(Exception):
    """Something on a page is not as it should be."""


class Browser:
    """One browser with one page. What the page says on its console and asks of the network is kept."""

    def __init__(self, program):
        self.home = tempfile.mkdtemp(prefix="firstmile-browser-")
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--disable-extensions", "--hide-scrollbars", "--lang=en", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={self.home}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = self._wait_for_port()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=20) as answer:
            pages = json.load(answer)
        address = next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page")
        self.socket = websocket.create_connection(address, timeout=30)
        self.numbers = itertools.count(1)
        self.events = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def _wait_for_port(self):
        file = pathlib.Path(self.home, "DevToolsActivePort")
        for _ in range(400):
            if file.exists() and file.read_text().strip():
                return int(file.read_text().split()[0])
            if self.process.poll() is not None:
                raise Failed(f"the browser ended with {self.process.returncode}")
            time.sleep(0.05)
        raise Failed("the browser does not listen")

    def close(self):
        """Ends it, and takes its files away."""
        try:
            self.call("Browser.close")
        except Exception:  # it hangs up while it answers
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def call(self, method, **parameters):
        """Asks, and keeps what is told meanwhile."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise Failed(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def look(self, width=1280, height=900, dark=False, phone=False):
        """How wide the window is, and which theme its reader prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=phone)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, address):
        """Goes to a page and waits until it is whole."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script):
        """The value of an expression on the page."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise Failed(f"{script[:120]}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def wait(self, condition, seconds=20, what=None):
        """Until an expression holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(condition):
                    return
            except Failed as error:
                # Between two pages there is nothing to ask.
                if "context" not in str(error) and "null" not in str(error):
                    raise
            time.sleep(0.05)
        raise Failed(f"after {seconds} s not yet: {what or condition}\n{self.text()[:3000]}")

    def click(self, selector):
        """As a mouse would: in the middle of the first element of that kind."""
        place = self.run(f"""(() => {{ const node = document.querySelector({json.dumps(selector)});
            if (!node) return null; node.scrollIntoView({{block: 'center'}});
            const box = (node.getClientRects()[0] || node.getBoundingClientRect());
            return [box.x + box.width / 2, box.y + box.height / 2]; }})()""")
        if place is None:
            raise Failed(f"there is no {selector} to click on: {self.text()[:1500]}")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def press(self, key, code=0, text=None):
        """One key."""
        more = {"text": text} if text else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def type(self, text):
        """Into what has the focus."""
        self.call("Input.insertText", text=text)

    def text(self):
        """What a reader sees."""
        return self.run("document.body ? document.body.innerText : ''") or ""

    def picture(self, path):
        """The whole page as it looks."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1})
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def complaints(self):
        """What the console says is wrong."""
        said = []
        for event in self.events:
            if event["method"] == "Runtime.exceptionThrown":
                said.append(json.dumps(event["params"]["exceptionDetails"])[:400])
            if event["method"] == "Runtime.consoleAPICalled" and event["params"]["type"] in ("error", "warning", "assert"):
                said.append(json.dumps(event["params"]["args"])[:400])
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] in ("error", "warning"):
                said.append(json.dumps(event["params"]["entry"])[:400])
        return said

    def asked(self):
        """The addresses that were asked for."""
        return [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
