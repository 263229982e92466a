// The pictures step: dropped or chosen files are sent one by one, pictures are moved by pointer or arrow keys.
// Without this file the same forms work by their buttons.

const MOVES = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -99, End: 99 };
const part = () => document.getElementById("pictures");
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const asPage = (html) => new DOMParser().parseFromString(html, "text/html");

function say(words) {
  part().querySelector("[data-say]").textContent = words;
}

function prepare() {
  sayBusy();
  for (const each of part().querySelectorAll("[data-handle], [data-can-drop]")) each.hidden = false;
}

// Puts a newer part in place and keeps what is being typed, and where.
function show(fresh, focusOn) {
  const old = part();
  const held = focusOn ?? document.activeElement?.id;
  const place = document.activeElement?.selectionStart;
  const unsaved = [];
  for (const field of old.querySelectorAll("input[id^=alt-]")) {
    const same = fresh.querySelector(`#${field.id}`);
    if (!same) continue;
    const [before, now] = [field, same].map((each) => each.form.querySelector(".saved"));
    now.textContent = before.textContent;
    if (same.value === field.value) continue;
    same.value = field.value;
    unsaved.push(same);
  }
  old.replaceWith(fresh);
  window.htmx.process(fresh);
  prepare();
  const again = held ? document.getElementById(held) : null;
  again?.focus();
  if (!focusOn && again?.setSelectionRange && place != null) again.setSelectionRange(place, place);
  for (const field of unsaved) window.htmx.trigger(field, "again");
}

// -- Sending files ---------------------------------------------------------------------------------

function upload(form, file, progress) {
  const data = new FormData(form);
  data.set("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onload = () => resolve(asPage(request.responseText));
    request.onerror = reject;
    request.send(data);
  });
}

function row(list, name) {
  const item = list.appendChild(document.createElement("li"));
  const words = item.appendChild(document.createElement("span"));
  const bar = item.appendChild(document.createElement("progress"));
  bar.max = 1;
  words.textContent = fill(list.dataset.sending, { name });
  bar.setAttribute("aria-label", words.textContent);
  return (sent) => {
    bar.value = sent;
    if (sent === 1) words.textContent = fill(list.dataset.checking, { name });
  };
}

let sending = Promise.resolve();

async function sendAll(form, files) {
  const list = part().querySelector("[data-uploads]");
  const rows = files.map((file) => (list ? row(list, file.name) : () => {}));
  const refused = [];
  let newest, first;
  for (const [place, file] of files.entries()) {
    try {
      const page = await upload(form, file, rows[place]);
      const seen = page.getElementById("pictures");
      const said = [...page.querySelectorAll("[data-refused] li")].map((each) => each.textContent);
      refused.push(...(seen ? said : [`${file.name}: ${page.body.textContent.trim()}`]));
      newest = seen ?? newest;
      first ??= said.length ? undefined : seen?.querySelector("[data-focus]")?.id;
    } catch {
      refused.push(fill(list?.dataset.lost ?? "{name}", { name: file.name }));
    }
  }
  finish(newest, first, refused, files.length);
}

function finish(newest, first, refused, total) {
  if (newest) {
    newest.querySelector("[data-refused]")?.closest("[data-focus]")?.remove();
    for (const each of newest.querySelectorAll("[data-focus]")) each.removeAttribute("data-focus");
    show(newest, first);
  }
  const list = part().querySelector("[data-told]");
  list.replaceChildren(...refused.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  list.parentElement.hidden = refused.length === 0;
  for (const each of part().querySelectorAll("[data-uploads] li")) each.remove();
  say(fill(part().dataset.taken, { count: total - refused.length, total }));
  if (refused.length) list.parentElement.focus();
}

function send(form, files) {
  if (files.length) sending = sending.then(() => sendAll(form.isConnected ? form : document.querySelector("form[data-room]") ?? form, files));
}

document.addEventListener("change", ({ target }) => {
  const form = target.type === "file" && target.closest("[data-send]");
  if (form) send(form, [...target.files]);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-send]")) return;
  const files = event.target.querySelector("input[type=file]").files;
  if (!files.length) return;
  event.preventDefault();
  send(event.target, [...files]);
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // a file beside the area must not open in place of the page
    const form = part().querySelector("form[data-room]");
    form?.querySelector(".drop").classList.toggle("is-over", name === "dragover");
    if (name === "drop" && form) send(form, [...event.dataTransfer.files]);
  });
}

// -- Moving ----------------------------------------------------------------------------------------

const rowOf = (item) => [...item.parentElement.children];
let waiting = 0;
let moving = Promise.resolve();

function put(item, place) {
  const others = rowOf(item).filter((each) => each !== item);
  item.parentElement.insertBefore(item, others[place] ?? null);
}

// Only the list is busy: what is said beside it is read out at once.
function sayBusy() {
  const list = part().querySelector(".picture-list");
  if (waiting) list?.setAttribute("aria-busy", "true");
  else list?.removeAttribute("aria-busy");
}

function tell(item) {
  const list = item.parentElement;
  const place = rowOf(item).indexOf(item) + 1;
  const values = { place, count: list.children.length };
  say(fill(list.dataset.moved, values) + (place === 1 ? ` ${list.dataset.first}` : ""));
}

function keep(item, steps) {
  const form = item.querySelector(".picture-item");
  const data = new FormData(form);
  data.set("steps", steps);
  waiting += 1;
  sayBusy();
  moving = moving.then(async () => {
    const sent = { method: "POST", body: data, headers: { "HX-Request": "true" }, keepalive: true };
    const answer = await fetch(form.action, sent).catch(() => null);
    waiting -= 1;
    const fresh = answer?.ok && asPage(await answer.text()).getElementById("pictures");
    if (!fresh) return location.reload(); // what the server has is what counts
    const said = part().querySelector("[data-say]").textContent;
    if (!waiting) show(fresh);
    say(said);
  });
}

function move(item, steps, focusOn) {
  const from = rowOf(item).indexOf(item);
  const to = Math.min(Math.max(from + steps, 0), rowOf(item).length - 1);
  if (to === from) return;
  put(item, to);
  document.getElementById(focusOn)?.focus();
  tell(item);
  keep(item, to - from);
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-handle]") || !(event.key in MOVES)) return;
  event.preventDefault();
  move(event.target.closest("li"), MOVES[event.key], event.target.id);
});
document.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "steps") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  move(event.target.closest("li"), Number(event.submitter.value), event.submitter.id);
}, { capture: true });

let dragged;
document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle || event.button) return;
  const item = handle.closest("li");
  handle.setPointerCapture(event.pointerId);
  dragged = { item, from: rowOf(item).indexOf(item) };
  item.classList.add("is-dragged");
});
document.addEventListener("pointermove", ({ clientY }) => {
  if (!dragged) return;
  const others = rowOf(dragged.item).filter((each) => each !== dragged.item);
  const middles = others.map((each) => each.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
  const place = middles.filter((middle) => middle < clientY).length;
  if (rowOf(dragged.item).indexOf(dragged.item) !== place) put(dragged.item, place);
});
function letGo(event) {
  if (!dragged) return;
  const { item, from } = dragged;
  dragged = undefined;
  item.classList.remove("is-dragged");
  if (event.type !== "pointerup") return put(item, from);
  const steps = rowOf(item).indexOf(item) - from;
  if (!steps) return;
  tell(item);
  keep(item, steps);
}
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, letGo);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") letGo(event);
});

document.addEventListener("htmx:after:swap", prepare);
prepare();
