// The words of a draft: htmx saves them as they are typed. While that fails they stay in the fields and, for a
// reload or a way back, in this window's own store; it is tried again until it works.

const form = document.getElementById("words");
const output = form.querySelector(".saved");
const KEY = `words ${location.pathname}`;
const KEPT = ["title", "summary", "body", "specs", "tags", "language", "pen", "seen"];
const RETRY = 4000;
const fields = () => KEPT.map((name) => form.elements[name]).filter(Boolean);
let typed = 0, sent = 0, trouble = "", timer;

function say(words, state) {
  output.dataset.state = state;
  output.textContent = words;
}
function keepCopy() {
  sessionStorage.setItem(KEY, JSON.stringify(fields().map(({ name, value }) => [name, value])));
}
function again() {
  window.htmx.trigger(form, "again");
}

form.addEventListener("input", () => {
  typed += 1;
  keepCopy();
});

const isOurs = ({ detail: { ctx } }) => ctx.sourceElement === form;
document.addEventListener("htmx:before:request", (event) => {
  if (!isOurs(event)) return;
  clearTimeout(timer);
  sent = typed;
  trouble = "";
});
document.addEventListener("htmx:response:error", (event) => {
  if (isOurs(event)) trouble = "refused";
});
document.addEventListener("htmx:error", (event) => {
  if (isOurs(event)) trouble = "lost";
});
document.addEventListener("htmx:finally:request", (event) => {
  if (!isOurs(event)) return;
  if (trouble === "lost") {
    say(form.dataset.lost, "failed");
    timer = setTimeout(again, RETRY);
  } else if (trouble === "refused") say(output.dataset.failed, "failed");
  else if (sent === typed) {
    sessionStorage.removeItem(KEY);
    const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    say(`${output.dataset.saved} ${at}`, "saved");
  }
});
addEventListener("online", () => {
  if (trouble === "lost") again();
});

// Going on without a connection would show the browser's own error page.
form.addEventListener("submit", (event) => {
  if (navigator.onLine && trouble !== "lost") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(form.dataset.lost, "failed");
  again();
}, { capture: true });
// What was typed in the last moment before leaving is still sent.
addEventListener("pagehide", () => {
  if (sent === typed || trouble) return;
  const headers = { "HX-Request": "true" };
  fetch(form.action || location.href, { method: "PUT", body: new FormData(form), headers, keepalive: true }).catch(() => {});
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-forget]")) {
    sent = typed;
    sessionStorage.removeItem(KEY);
  }
});
form.addEventListener("submit", () => { sent = typed; });

// Put back what could not be saved, with what that window had seen, so that nobody is written over unseen.
const copy = new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
const words = fields().filter(({ name }) => !["pen", "seen"].includes(name));
if (words.some(({ name, value }) => copy.has(name) && copy.get(name) !== value)) {
  for (const field of fields()) if (copy.has(field.name)) field.value = copy.get(field.name);
  say(form.dataset.restored, "restored");
  addEventListener("load", again);
} else sessionStorage.removeItem(KEY);
