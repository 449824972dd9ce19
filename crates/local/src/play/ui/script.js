// What comes from the org goes into the page as text, never as HTML.
"use strict";

// So many rows stand in a table at most.
const PAGE = 100;
const KEPT = 200;
// So many users of an app are named.
const NAMED = 25;
// So many questions about groups are under way at a time.
const ASKED = 4;
const find = (selector) => document.querySelector(selector);
const rows = (name) => find(`[data-rows="${name}"]`);
const state = { part: "users", turn: {}, log: null, query: "", outbox: -1, requests: 0, saml: 0, scim: 0 };

function make(name, content, attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const one of [content].flat()) {
    if (one !== null && one !== undefined) element.append(one instanceof Node ? one : String(one));
  }
  return element;
}

const row = (...cells) => make("tr", cells.map((cell) => (cell?.tagName === "TD" ? cell : make("td", cell))));
// The newest stands first, and what is old goes.
function add(name, line) {
  rows(name).prepend(line);
  while (rows(name).children.length > KEPT) rows(name).lastElementChild.remove();
}

const status = (text) => make("span", text, { class: /^(ACTIVE|SUCCESS|PROVISIONED|2..)$/.test(text) ? "good" : /^(FAILURE|DENY|ERROR|LOCKED_OUT|SUSPENDED|DEPROVISIONED|[45]..)$/.test(text) ? "bad" : "" });
const say = (text) => { find("#status").textContent = text; };

// Only web addresses become links: a mail could hold anything.
function link(address) {
  let url;
  try { url = new URL(address, location.href); } catch { return document.createTextNode(address || ""); }
  if (!["http:", "https:"].includes(url.protocol)) return document.createTextNode(address || "");
  return make("a", "Open", { href: url.href, target: "_blank", rel: "noopener noreferrer" });
}

function shown(value) {
  if (value === null || value === undefined || value === "") return null;
  let text = value;
  if (typeof value === "string") { try { text = JSON.stringify(JSON.parse(value), null, 2); } catch { text = value; } }
  else text = JSON.stringify(value, null, 2);
  return make("pre", text, { tabindex: "0" });
}

async function ask(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) { options.body = JSON.stringify(body); options.headers["content-type"] = "application/json"; }
  const answer = await fetch(path, options);
  const text = await answer.text();
  let value = null;
  try { value = text ? JSON.parse(text) : null; } catch { value = text; }
  if (!answer.ok) {
    const cause = value?.errorCauses?.[0]?.errorSummary;
    throw new Error(cause || value?.errorSummary || value?.error || value?.error_description || `the org answered ${answer.status}`);
  }
  const next = (answer.headers.get("link") || "").split(",").find((one) => one.includes('rel="next"'));
  const address = next?.match(/<([^>]+)>/)?.[1];
  return { value, next: address ? "/_local/ui" + new URL(address).pathname + new URL(address).search : null };
}

const api = (path) => `/_local/ui/api/v1/${path}`;
const enc = encodeURIComponent;

// ---- users ----

// The groups of a user are another question. It is asked while somebody can see the row, and once.
const visible = new Set();
let asked = 0;
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) visible.add(target); else visible.delete(target);
  }
  for (let free = asked; free < ASKED; free += 1) askGroups();
});

async function askGroups() {
  const [cell] = visible;
  if (asked >= ASKED || !cell) return;
  visible.delete(cell);
  seen.unobserve(cell);
  asked += 1;
  try {
    const { value } = await ask("GET", api(`users/${enc(cell.dataset.user)}/groups`));
    cell.textContent = value.map((group) => group.profile.name).join(", ");
  } catch { cell.textContent = ""; }
  asked -= 1;
  askGroups();
}

function userRow(user) {
  const groups = make("td", "…", { class: "quiet", "data-user": user.id });
  seen.observe(groups);
  return row(`${user.profile.firstName || ""} ${user.profile.lastName || ""}`, user.profile.login, status(user.status), groups);
}

// A page of a list takes the place of the one before: a long list does not become a long table.
async function listPage(name, path, line, before = 0) {
  const turn = state.turn[name] = (state.turn[name] || 0) + 1;
  const { value, next } = await ask("GET", path);
  // Somebody has asked for something else meanwhile.
  if (turn !== state.turn[name]) return;
  if (name === "users") { seen.disconnect(); visible.clear(); }
  rows(name).replaceChildren(...value.map(line));
  find(`[data-shown="${name}"]`).textContent = value.length ? `${before + 1} to ${before + value.length}` : "None";
  const [first, following] = [find(`[data-first="${name}"]`), find(`[data-next="${name}"]`)];
  first.hidden = before === 0;
  first.onclick = () => attempt(() => turnTo(name, LOAD[name]));
  following.hidden = !next;
  following.onclick = () => attempt(() => turnTo(name, () => listPage(name, next, line, before + value.length)));
}

async function turnTo(name, load) {
  await load();
  find(`#${name}-title`).scrollIntoView({ behavior: "instant" });
  find("#main").focus({ preventScroll: true });
}

// ---- apps ----

function appRow(app) {
  const who = make("details", make("summary", "Show"));
  who.addEventListener("toggle", () => { if (who.open) attempt(() => reach(app, who)); });
  const form = make("form", [make("label", ["User, by login", make("input", null, { name: "login", required: "", autocomplete: "off" })]), make("button", `Assign`, { "aria-label": `Assign ${app.label}` })]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => assign(app, form.elements.login.value));
  });
  return row(app.label, app.signOnMode || "", status(app.status), who, form);
}

async function reach(app, place) {
  const groups = await ask("GET", api(`apps/${enc(app.id)}/groups?limit=${NAMED}&expand=group`));
  const users = await ask("GET", api(`apps/${enc(app.id)}/users?limit=${NAMED}`));
  const names = users.value.map((user) => make("li", `${user.credentials?.userName || user.id} (${user.scope === "GROUP" ? "through a group" : "directly"}${user.syncState === "DISABLED" ? "" : ", " + user.syncState})`));
  if (users.next) names.push(make("li", `and others beyond the first ${NAMED}`));
  const through = groups.value.map((group) => make("li", `Group ${group._embedded?.group?.profile?.name || group.id}`));
  place.replaceChildren(place.firstElementChild, make("ul", [...through, ...names]));
}

async function assign(app, login) {
  const user = await ask("GET", api(`users/${enc(login)}`));
  await ask("POST", api(`apps/${enc(app.id)}/users`), { id: user.value.id });
  say(`${login} has the app ${app.label}.`);
}

// ---- what the org did ----

async function showOutbox() {
  const { value } = await ask("GET", "/_local/outbox");
  if (value.length === state.outbox) return;
  state.outbox = value.length;
  rows("outbox").replaceChildren(...value.slice(-KEPT).reverse().map((mail) => row(mail.sent, mail.to, mail.kind, make("td", make("code", mail.token || "")), mail.url ? link(mail.url) : "")));
}

async function showLog() {
  const first = state.log === null;
  const path = first ? api(`logs?sortOrder=DESCENDING&limit=50`) : state.log;
  const { value, next } = await ask("GET", path);
  const entries = first ? value.reverse() : value;
  if (first) {
    const last = entries.at(-1)?.published;
    const since = last ? new Date(Date.parse(last) + 1).toISOString() : new Date(0).toISOString();
    state.log = api(`logs?sortOrder=ASCENDING&since=${enc(since)}`);
  } else if (next) state.log = next;
  for (const event of entries) {
    const targets = (event.target || []).map((one) => one.displayName || one.alternateId || one.id).join(", ");
    add("log", row(event.published, make("td", [event.displayMessage, make("div", event.eventType, { class: "quiet" })]), event.actor?.displayName || "", targets, make("td", [status(event.outcome?.result || ""), event.outcome?.reason ? ` ${event.outcome.reason}` : ""])));
  }
}

async function showRequests() {
  const { value } = await ask("GET", `/_local/ui/requests?after=${state.requests}`);
  state.requests = value.at(-1)?.number ?? state.requests;
  for (const one of value) add("requests", row(one.number, `${one.method} ${one.target}`, status(String(one.status ?? "none")), shown(one.body)));
}

async function showSaml() {
  const { value } = await ask("GET", `/_local/ui/saml?after=${state.saml}`);
  state.saml = value.at(-1)?.number ?? state.saml;
  for (const one of value) {
    const xml = make("pre", one.xml.replaceAll("><", ">\n<"), { tabindex: "0", "aria-label": `XML of message ${one.number}` });
    const name = make("td", [`${one.name}, ${one.direction}`, one.accepted ? null : make("div", "refused", { class: "bad" })]);
    add("saml", row(one.at, one.label, name, one.place, make("details", [make("summary", "XML"), xml])));
  }
}

async function showScim() {
  const { value } = await ask("GET", `/_local/ui/scim?after=${state.scim}`);
  state.scim = value.exchanges.at(-1)?.number ?? state.scim;
  const about = value.apps.map((app) => make("p", `${app.label}: ${app.baseUrl}, ${app.patch ? "with PATCH" : "whole objects"}${app.import ? `. Last import: ${app.import.error || JSON.stringify(app.import.users)}` : ""}`));
  rows("scim-apps").replaceChildren(...(about.length ? about : [make("p", "No app has a server. POST /_local/scim/connections gives it one.")]));
  rows("scim-failures").replaceChildren(...value.failures.map((one) => make("li", one.error, { class: "bad" })));
  for (const one of value.exchanges) {
    const heads = (list) => list.map(([name, text]) => `${name}: ${text}`).join("\n");
    const details = make("details", [make("summary", `${one.millis} ms`), make("pre", heads(one.requestHeaders), { tabindex: "0" }), shown(one.requestBody), make("pre", heads(one.responseHeaders), { tabindex: "0" }), shown(one.responseBody)]);
    add("scim", row(one.sent, `${one.method} ${one.url}`, make("td", [status(String(one.status ?? "none")), one.error ? ` ${one.error}` : ""]), details));
  }
}

async function showFaults() {
  const { value } = await ask("GET", "/_local/faults");
  rows("faults").replaceChildren(...value.map((fault) => {
    const { method, path, matched, played, ...rest } = fault;
    for (const [name, one] of Object.entries(rest)) if (one === false || one === 0 || one === 1 && name === "probability") delete rest[name];
    return row(method || "any", path, JSON.stringify(rest), `${played} of ${matched}`);
  }));
}

async function showClock() {
  const { value } = await ask("GET", "/_local/clock");
  rows("now").textContent = value.now + (value.stopped ? " (stopped)" : "");
}

async function showClients() {
  const { value } = await ask("GET", api(`apps?limit=100`));
  const clients = value.filter((app) => app.credentials?.oauthClient?.client_id);
  const select = find("#sign-in select");
  const chosen = select.value;
  select.replaceChildren(...clients.map((app) => make("option", app.label, { value: app.credentials.oauthClient.client_id })));
  if (chosen) select.value = chosen;
}

// ---- parts of the page ----

const LOAD = {
  users: () => listPage("users", api(`users?limit=${PAGE}${state.query}`), userRow),
  apps: () => listPage("apps", api(`apps?limit=${PAGE}`), appRow),
  outbox: showOutbox,
  log: showLog,
  requests: showRequests,
  saml: showSaml,
  scim: showScim,
  "sign-in": showClients,
  faults: showFaults,
  clock: showClock,
};
const LIVE = ["outbox", "log", "requests", "saml", "scim", "faults", "clock"];

async function attempt(act) {
  try { say(""); await act(); } catch (error) { say(`It did not work: ${error.message}`); }
}

function show() {
  const part = LOAD[location.hash.slice(1)] ? location.hash.slice(1) : "users";
  state.part = part;
  for (const section of document.querySelectorAll("section")) section.hidden = section.id !== part;
  for (const one of document.querySelectorAll("nav a")) {
    if (one.hash === `#${part}`) one.setAttribute("aria-current", "page"); else one.removeAttribute("aria-current");
  }
  load(part);
}

// Whoever cannot see the page, or looks at it with a program, knows from this whether all of a part is there.
async function load(part) {
  const section = find(`#${part}`);
  section.setAttribute("aria-busy", "true");
  await attempt(LOAD[part]);
  section.setAttribute("aria-busy", "false");
}

// One question at a time, and none while nobody looks.
async function live() {
  if (!document.hidden && LIVE.includes(state.part)) {
    try { await LOAD[state.part](); } catch { /* the org may be starting again */ }
  }
  setTimeout(live, 1000);
}

const FORMS = {
  search: async (form) => {
    const text = form.elements.q.value.trim();
    state.query = text ? `&q=${enc(text)}` : "";
    await LOAD.users();
  },
  user: async (form) => {
    const { firstName, lastName, email } = form.elements;
    const profile = { firstName: firstName.value, lastName: lastName.value, email: email.value, login: email.value };
    await ask("POST", api("users?activate=true"), { profile });
    form.reset();
    await LOAD.users();
    say(`${profile.login} was created. The activation mail is in the outbox.`);
  },
  "sign-in": async (form) => {
    const { user, client, scopes } = form.elements;
    const { value } = await ask("POST", "/_local/sign-in", { user: user.value, client: client.value, scopes: scopes.value, amr: ["pwd", "otp"] });
    const claims = value.id_token ? JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(value.id_token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)))) : value;
    rows("sign-in").textContent = JSON.stringify(claims, null, 2);
    say(`${user.value} signed in.`);
  },
  fault: async (form) => {
    const { method, path, status, times } = form.elements;
    const fault = { path: path.value, status: Number(status.value) };
    if (method.value.trim()) fault.method = method.value.trim().toUpperCase();
    if (times.value) fault.times = Number(times.value);
    await ask("POST", "/_local/faults", fault);
    await showFaults();
  },
  clock: async (form) => {
    await ask("POST", "/_local/clock", { advance: Math.round(Number(form.elements.minutes.value) * 60) });
    await showClock();
  },
  snapshot: async (form) => {
    await ask("POST", "/_local/snapshot", { name: form.elements.name.value });
    say("The snapshot is taken.");
  },
};

const DO = {
  "clear-faults": async () => { await ask("DELETE", "/_local/faults"); await showFaults(); },
  "reset-clock": async () => { await ask("POST", "/_local/clock", { reset: true }); await showClock(); },
  restore: async () => {
    await ask("POST", "/_local/restore", { name: find('[data-form="snapshot"]').elements.name.value });
    forget();
    say("The org is as it was at the snapshot.");
  },
  reset: async () => {
    if (!confirm("All users, groups and apps that were added are lost. Go on?")) return;
    await ask("POST", "/_local/reset");
    forget();
    say("The org is as it was at first.");
  },
};

function forget() {
  Object.assign(state, { log: null, outbox: -1, requests: 0, saml: 0, scim: 0 });
  for (const name of ["log", "requests", "saml", "scim"]) rows(name).replaceChildren();
}

for (const form of document.querySelectorAll("[data-form]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => FORMS[form.dataset.form](form));
  });
}
for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => attempt(DO[button.dataset.do]));
}
addEventListener("hashchange", () => { show(); find("#main").focus(); });
show();
live();
