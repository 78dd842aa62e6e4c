// Keeps a page true while somebody looks at it. Everything here can be done without: pages are whole when they come.
"use strict";
(() => {
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const pulse = document.getElementById("pulse");
  if (!main || !live) return;
  const zh = document.documentElement.lang.startsWith("zh");
  // The daemon's clock counts, not this machine's.
  const offset = Number(main.dataset.now) - Date.now();
  const now = () => Date.now() + offset;

  // Clocks that run.
  const two = (n) => String(n).padStart(2, "0");
  const clock = (ms) => {
    const s = Math.floor(Math.abs(ms) / 1000);
    return `${ms < 0 ? "−" : ""}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  };
  const tone = (ms) => (ms < 0 ? "past" : ms <= 600000 ? "soon" : ms <= 1800000 ? "near" : "far");
  const words = (ms) => {
    const s = Math.floor(Math.abs(ms) / 1000);
    const [n, unit] =
      s < 60 ? [s, zh ? "秒" : "s"]
      : s < 3600 ? [Math.floor(s / 60), zh ? "分钟" : "min"]
      : s < 172800 ? [Math.floor(s / 3600), zh ? "小时" : "h"]
      : [Math.floor(s / 86400), zh ? "天" : "d"];
    if (zh) return `${n} ${unit}${ms < 0 ? "后" : "前"}`;
    return ms < 0 ? `in ${n} ${unit}` : `${n} ${unit} ago`;
  };
  const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  const tick = () => {
    for (const node of document.querySelectorAll("time[data-until]")) {
      const left = Number(node.dataset.until) - now();
      set(node, left < -86400000 ? words(-left) : clock(left));
      node.className = `left ${tone(left)}`;
    }
    for (const node of document.querySelectorAll("time.ago[data-at]")) set(node, words(now() - Number(node.dataset.at)));
  };
  setInterval(tick, 1000);

  // What changed is fetched again and put in its place; rows that changed are shown to have.
  const told = (node) => {
    const copy = node.cloneNode(true);
    for (const time of copy.querySelectorAll("time")) time.textContent = "";
    return copy.textContent;
  };
  const rows = () => new Map([...live.querySelectorAll("[data-key]")].map((row) => [`${place(row)} ${row.dataset.key}`, told(row)]));
  const place = (row) => [...live.querySelectorAll("tbody, ol")].indexOf(row.parentNode);
  const put = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").body;
    if (told(fresh) === told(live) && fresh.querySelectorAll("time").length === live.querySelectorAll("time").length) return;
    const before = rows();
    const held = document.activeElement && live.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const open = new Set([...live.querySelectorAll("details[open][id]")].map((node) => node.id));
    live.replaceChildren(...fresh.childNodes);
    for (const id of open) { const node = document.getElementById(id); if (node) node.open = true; }
    if (held) { const node = [...live.querySelectorAll("a[href]")].find((a) => a.getAttribute("href") === held); if (node) node.focus({ preventScroll: true }); }
    tick();
    if (before.size === 0) return;
    for (const row of live.querySelectorAll("[data-key]")) {
      if (before.get(`${place(row)} ${row.dataset.key}`) !== told(row)) row.classList.add("moved");
    }
  };

  let wanted = false, busy = false, last = 0;
  const refresh = async () => {
    if (document.hidden) { wanted = true; return; }
    if (busy) { wanted = true; return; }
    busy = true;
    wanted = false;
    try {
      const answer = await fetch(location.href, { headers: { "X-Fragment": "live" }, credentials: "same-origin" });
      if (answer.ok) put(await answer.text());
      else if (answer.status === 401) location.reload();
    } catch { /* the stream tells that nobody answers */ }
    last = Date.now();
    busy = false;
    if (wanted) later();
  };
  let timer = 0;
  // At most once a second, however many events come.
  const later = () => {
    if (timer) return;
    timer = setTimeout(() => { timer = 0; refresh(); }, Math.max(50, last + 1000 - Date.now()));
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden && wanted) later(); });

  const views = new Set(main.dataset.views.split(" ").filter(Boolean));
  if (views.size > 0) {
    const known = new Map();
    let stream = null;
    const listen = () => {
      if (stream || document.hidden) return;
      stream = new EventSource("/api/v1/changes");
      stream.onopen = () => { pulse.className = "on"; set(pulse, pulse.dataset.on); };
      stream.onerror = () => {
        pulse.className = "off";
        set(pulse, pulse.dataset.off);
        // A browser comes again by itself after a broken connection, but not after an answer that was no stream.
        if (stream && stream.readyState === EventSource.CLOSED) { hush(); setTimeout(listen, 5000); }
      };
      stream.addEventListener("view", heard);
    };
    const hush = () => { if (stream) stream.close(); stream = null; };
    // Browsers give a host six connections: tabs that nobody looks at leave theirs to the others.
    document.addEventListener("visibilitychange", () => { if (document.hidden) hush(); else listen(); });
    const heard = (event) => {
      const status = JSON.parse(event.data);
      if (!views.has(status.view)) return;
      const seen = `${status.position} ${status.phase}`;
      // The first word is about what the page shows already, unless it moved since.
      if (known.has(status.view) && known.get(status.view) !== seen) later();
      else if (!known.has(status.view) && Date.now() - started > 2000) later();
      known.set(status.view, seen);
    };
    listen();
  }
  const started = Date.now();
  const pace = Number(main.dataset.pace);
  if (pace > 0) setInterval(later, pace * 1000);

  // A slash goes to the search, as in many places.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|textarea|select)$/i.test(event.target.tagName)) return;
    event.preventDefault();
    document.getElementById("find").focus();
  });

  // Empty fields of a filter need not stand in its address.
  for (const form of document.querySelectorAll("form.pick, form.search")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
      setTimeout(() => { for (const field of form.elements) field.disabled = false; }, 0);
    });
  }
})();
