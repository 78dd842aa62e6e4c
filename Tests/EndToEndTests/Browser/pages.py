"""The pages, looked at with a real browser.

    pages.py URL CHROMIUM [PICTURES]

Ends with 0 if every page of the daemon at URL is as it should be; else says which is not. The daemon holds a simulated day.
With PICTURES, a picture of every page in both languages, both themes and at the width of a phone is left there.
"""

import datetime
import importlib.resources
import json
import os
import sys
import time
import urllib.parse
import urllib.request

from browser import Browser, Failed

base, program = sys.argv[1].rstrip("/"), sys.argv[2]
pictures = sys.argv[3] if len(sys.argv) > 3 else None
axe = (importlib.resources.files("axe_core_python") / "axe.min.js").read_text()
host = urllib.parse.urlsplit(base).netloc
counts = {"pages": 0, "axe": 0, "pictures": 0}


def check(holds, what):
    if not holds:
        raise Failed(what)


def api(path):
    with urllib.request.urlopen(base + path, timeout=30) as answer:
        return json.load(answer)


def stamp(minutes=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def publish(*events):
    body = json.dumps([
        {"specversion": "1.0", "source": "browser-test", "id": f"{kind}-{data.get('orderId', '')}-{time.monotonic_ns()}",
         "type": f"firstmile.{kind}.v1", "time": when, "data": data} for kind, when, data in events]).encode()
    request = urllib.request.Request(
        base + "/api/v1/events", body, {"Content-Type": "application/cloudevents-batch+json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        replies = json.load(answer)["replies"]
    for reply in replies:
        check(reply["status"] == "recorded", f"published, but {reply}")


def declared(order, phone="+34612345678"):
    return ("order-declared", stamp(-20), {
        "orderId": order, "sellerId": "browser-store", "country": "ES", "category": "electronic-accessories",
        "goods": [{"englishName": "phone case", "hsCode": "392690", "quantity": 1}], "weightGrams": 350,
        "boxes": 1, "incoterm": "DDU", "recipientPhone": phone, "ioss": "IM3720000224", "provider": "cainiao"})


def handed_over(order, minutes):
    return ("handed-over", stamp(minutes), {
        "orderId": order, "sellerId": "browser-store", "provider": "cainiao", "boxes": 1})


def uploaded(order, number):
    return ("number-uploaded", stamp(), {
        "orderId": order, "sellerId": "browser-store", "erpAccount": "dianxiaomi-1", "provider": "cainiao",
        "trackingNumber": number})


BOUND = ("provider-bound", stamp(-600), {"sellerId": "browser-store", "provider": "cainiao"})


def healthy(browser, place, strict=True):
    """What must hold of every page, whatever it shows."""
    check(not browser.complaints(), f"{place}: the console says {browser.complaints()}")
    elsewhere = [a for a in browser.asked() if urllib.parse.urlsplit(a).netloc != host and not a.startswith("data:")]
    check(not elsewhere, f"{place} asks elsewhere: {elsewhere}")
    facts = browser.run("""({
        h1: document.querySelectorAll('h1').length, main: document.querySelectorAll('main').length,
        levels: [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1])),
        unlabelled: [...document.querySelectorAll('input,select,textarea')].filter(f => f.type !== 'hidden' && f.labels.length === 0).length,
        wide: document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
        widest: [...document.querySelectorAll('main *')].filter(n => n.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 3).map(n => n.outerHTML.slice(0, 200)),
        tall: document.body.innerText.trim().length, failed: document.querySelectorAll('.notice.bad').length,
        lang: document.documentElement.lang, title: document.title, inline: document.querySelectorAll('[style],script:not([src]),style').length })""")
    check(facts["h1"] == 1 and facts["main"] == 1, f"{place}: {facts}")
    check(all(b - a <= 1 for a, b in zip(facts["levels"], facts["levels"][1:])), f"{place}: headings {facts['levels']}")
    check(facts["unlabelled"] == 0 and facts["inline"] == 0, f"{place}: {facts}")
    check(facts["wide"] <= 0, f"{place} is {facts['wide']} pixels too wide: {facts['widest']}")
    check(facts["tall"] > 100 and facts["title"].endswith("Firstmile"), f"{place}: {facts}")
    if strict:
        check(facts["failed"] == 0, f"{place}: {browser.text()[:800]}")
    counts["pages"] += 1
    return facts


def accessible(browser, place):
    """By axe: WCAG 2, levels A and AA, colours and contrast included."""
    browser.run(axe + ";0")
    found = browser.run("""axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}})
        .then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0] ? n.any[0].message : ''))})))""")
    check(not found, f"{place}: axe says {json.dumps(found, ensure_ascii=False, indent=1)}")
    counts["axe"] += 1


def picture(browser, place, *names):
    if not pictures:
        return
    name = place.strip("/").replace("/", "-").split("?")[0] or "now"
    browser.picture(os.path.join(pictures, "-".join([name, *names]) + ".png"))
    counts["pictures"] += 1


def all_pages(browser, places):
    """Every page, in both languages and themes, on a desk and on a phone."""
    for place in places:
        for lang in ("en", "zh"):
            separator = "&" if "?" in place else "?"
            for theme, width in (("light", 1280), ("dark", 1280), ("light", 375)):
                browser.look(width, 800, theme == "dark", width < 500)
                browser.open(f"{base}{place}{separator}lang={lang}")
                facts = healthy(browser, f"{place} {lang} {theme} {width}")
                check(facts["lang"] == {"en": "en", "zh": "zh-CN"}[lang], f"{place}: {facts['lang']}")
                if lang == "en" or theme == "light":
                    accessible(browser, f"{place} {lang} {theme} {width}")
                picture(browser, place, lang, theme, "phone" if width < 500 else "desk")
    browser.look()


def live(browser):
    """What is published is seen on an open page, without its being loaded again."""
    publish(BOUND)
    browser.open(base + "/?lang=en")
    browser.wait("document.querySelector('#pulse.on') !== null", what="the page hears of changes")
    browser.run("window.mark = 1")
    late, bad = "8198000000000001", "8198000000000002"
    publish(declared(late), handed_over(late, -5))
    row = f"tr[data-key='{late}']"
    browser.wait(f"document.querySelector({json.dumps(row)}) !== null", what=f"{late} is due")
    left = browser.run(f"document.querySelector({json.dumps(row)} + ' time.left').textContent")
    check(left.startswith("1:5"), f"{late} has {left} left, and not nearly two hours")
    browser.wait(f"document.querySelector({json.dumps(row)} + ' time.left').textContent < {json.dumps(left)}",
                 what=f"the clock of {late} runs on from {left}")
    publish(uploaded(late, "LP00812345600001"))
    browser.wait(f"document.querySelector('#deadlines').parentNode.querySelector({json.dumps(row)}) === null",
                 what=f"{late} is not due any more")
    publish(declared(bad, phone="612345678"), handed_over(bad, -3), uploaded(bad, "LP00812345600002"))
    browser.wait(f"document.querySelector('#intercepted').parentNode.querySelector(\"tr[data-key='{bad}']\") !== null",
                 what=f"{bad} is intercepted")
    check(browser.run("window.mark") == 1, "the page was loaded again")
    healthy(browser, "/ live")
    return bad


def three_clicks(browser, bad):
    """From the first page to why an order was intercepted, and the fix."""
    browser.open(base + "/?lang=en")
    clicks = 0
    for selector in ("#intercepted ~ table a[href*='finding=PHONE_FORMAT']", f"a[href='/orders/{bad}']"):
        browser.click(selector)
        clicks += 1
        time.sleep(0.3)
        browser.wait("document.readyState === 'complete'")
    browser.wait("document.querySelector('#why') !== null", what="the order says why")
    text = browser.text()
    for words in ("Why it is intercepted", "PHONE_FORMAT", "+34612345678", "clause", "What would make it compliant now"):
        check(words.lower() in text.lower(), f"the order does not say {words}: {text[:1500]}")
    check(clicks <= 3, f"it takes {clicks} clicks")
    accessible(browser, "an intercepted order")
    picture(browser, "/order-intercepted", "en", "light", "desk")
    # Mended while somebody looks at it.
    browser.run("window.mark = 2")
    browser.wait("document.querySelector('#pulse.on') !== null")
    time.sleep(0.3)
    publish(declared(bad))
    browser.wait("document.querySelector('#why') === null && document.querySelector('.standing .chip.good') !== null",
                 what="the order is compliant")
    check(browser.run("window.mark") == 2, "the page was loaded again")
    return clicks


def filters(browser):
    """A filter is chosen, and only what it lets through is there."""
    browser.open(base + "/anomalies?lang=en")
    kind = browser.run("document.querySelector('#groups ~ table tbody th').textContent")
    browser.run(f"document.querySelector('#pick-kind').value = {json.dumps(kind)}")
    browser.click("form.pick button")
    browser.wait(f"location.search.includes({json.dumps(kind)})")
    browser.wait("document.readyState === 'complete' && document.querySelector('#list ~ table tbody tr') !== null")
    kinds = browser.run("[...new Set([...document.querySelectorAll('#list ~ table tbody th')].map(t => t.textContent))]")
    check(kinds == [kind], f"chosen was {kind}, shown are {kinds}")
    browser.click("#list ~ table tbody th a")
    browser.wait("document.querySelector('#evidence') !== null", what="the anomaly shows its evidence")
    check(browser.run("document.querySelectorAll('.timeline li').length") > 0, "there is no evidence")
    healthy(browser, "one anomaly")
    browser.open(base + "/orders?status=intercepted&lang=en")
    words = browser.run("[...new Set([...document.querySelectorAll('#list ~ table tbody td:nth-child(2) .chip:first-child')].map(t => t.textContent.trim()))]")
    check(words == ["✗ intercepted"], f"intercepted orders are {words}")


def keyboard(browser, order):
    """Without a mouse: past the head, and to the search."""
    browser.open(base + "/?lang=en")
    browser.press("Tab", 9)
    check(browser.run("document.activeElement.className") == "skip", "the first Tab does not reach the skip link")
    browser.press("/", 191, "/")
    check(browser.run("document.activeElement.id") == "find", "a slash does not reach the search")
    browser.type(order)
    browser.press("Enter", 13, "\r")
    browser.wait(f"location.pathname === '/orders/{order}'", what="the search leads to the order")
    healthy(browser, "a found order")


def what_if(browser):
    """A rulebook is chosen and the answer comes by itself."""
    browser.open(base + "/what-if?lang=en")
    browser.click("input[name=rulebook][value=shipped]")
    browser.click("form.ask button")
    browser.wait("location.pathname.startsWith('/what-if/')")
    browser.wait("document.querySelector('#transitions') !== null", seconds=60, what="the answer")
    healthy(browser, "a what-if")
    place = browser.run("location.pathname")
    browser.open(base + "/what-if?lang=en")
    browser.run("document.querySelector('#text').value = 'name: broken'")
    browser.click("form.ask button")
    browser.wait("document.querySelector('.notice.bad') !== null", what="what is wrong with the rulebook")
    check("name: broken" in browser.run("document.querySelector('#text').value"), "what was typed is gone")
    return place


def empty_and_wrong(browser):
    """Nothing found, nothing there, and nonsense: each says so, and what to do."""
    for place, words in (("/orders?sellerId=nobody", "No order is like this"), ("/orders/123", "There is nothing here"),
                         ("/nonsense", "There is nothing here"), ("/orders?status=fine", "This cannot be understood"),
                         ("/score/nobody", "no parcel in the window"), ("/anomalies/999999999", "There is nothing here"),
                         ("/orders?sellerId=%3Cscript%3Ealert(1)%3C/script%3E", "No order is like this")):
        browser.open(f"{base}{place}{'&' if '?' in place else '?'}lang=en")
        check(words in browser.text(), f"{place}: {browser.text()[:600]}")
        # That an address is not there is what the console says too.
        check(all("404" in c or "400" in c for c in browser.complaints()), f"{place}: {browser.complaints()}")


browser = Browser(program)
try:
    bad = live(browser)
    clicks = three_clicks(browser, bad)
    filters(browser)
    keyboard(browser, bad)
    answer = what_if(browser)
    empty_and_wrong(browser)
    store = api("/api/v1/views/score?limit=1")["rows"][0]["sellerId"]
    anomaly = api("/api/v1/views/anomalies?limit=1&open=true")["rows"][0]["id"]
    order = api("/api/v1/views/compliance?status=intercepted&limit=1")["rows"][0]["orderId"]
    all_pages(browser, ["/", "/orders", f"/orders/{order}", "/anomalies", f"/anomalies/{anomaly}", "/score",
                        f"/score/{urllib.parse.quote(store)}", "/network", "/what-if", answer, "/system", "/sign-in"])
    print(json.dumps({**counts, "clicks": clicks}))
except Failed as error:
    print(error, file=sys.stderr)
    sys.exit(1)
finally:
    browser.close()
