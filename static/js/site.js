// What every page shares: the token for htmx, keys, menus, focus, copying, and the "saved" words.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// A request that changes something carries the signed-in person's token.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = meta("csrf-token");
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token;
});

// One key presses what carries it: <a data-key="n"> or <button data-key="a">; "/" goes to the search.
// Whoever wants none switches them off on the page about accessibility.
const singleKeys = () => localStorage.getItem("single-keys") !== "off";
function pressKey(event) {
  if (!singleKeys() || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const wanted = event.key === "/" ? "[data-search]" : `[data-key="${CSS.escape(event.key)}"]`;
  const found = document.querySelector(wanted);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
}
document.addEventListener("keydown", pressKey);
const keySwitch = document.querySelector("[data-single-keys]");
if (keySwitch) {
  const box = keySwitch.querySelector("input");
  [keySwitch.hidden, box.checked] = [false, singleKeys()];
  box.addEventListener("change", () => localStorage.setItem("single-keys", box.checked ? "on" : "off"));
}

// Menus are <details>: Escape and a press elsewhere close them.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What asks for attention gets the focus: an error summary, a part that was just swapped in.
function takeFocus(root) {
  const wanted = root.querySelector("[data-focus]");
  wanted?.focus();
  if (wanted?.matches("textarea")) wanted.setSelectionRange(wanted.value.length, wanted.value.length);
  wanted?.removeAttribute("data-focus"); // once: a later swap elsewhere must not take it back
}

// A swap that takes away what had the focus leaves it on the nearest part around that.
let around = [];
document.addEventListener("htmx:before:swap", () => {
  around = [];
  for (let each = document.activeElement; each; each = each.parentElement) if (each.id) around.push(each.id);
});
function keepFocus() {
  if (document.activeElement !== document.body) return;
  const near = around.map((id) => document.getElementById(id)).find(Boolean);
  if (!near) return;
  if (near.tabIndex < 0) near.tabIndex = -1;
  near.focus({ preventScroll: true });
}

// Copying and sharing need a browser that can; until then their buttons stay hidden.
function showCopyButtons(root) {
  if (navigator.clipboard) for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  if (navigator.share) for (const button of root.querySelectorAll("[data-share][hidden]")) button.hidden = false;
}
document.addEventListener("click", (event) => {
  const { share: url, text } = event.target.closest("[data-share]")?.dataset ?? {};
  if (url) navigator.share({ url, text }).catch(() => {});
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span") ?? button;
  button.dataset.before ??= words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = button.dataset.before; }, 2000);
});

// The pressed button answers at once: it turns busy, or, with data-then="You voted", says what is about to be true.
const pressed = new Map();
document.addEventListener("submit", ({ target: form, submitter: button }) => {
  if (!button?.classList.contains("button")) return;
  const words = button.querySelector("span");
  pressed.set(form, { button, words, before: words?.textContent });
  setTimeout(() => {
    if (button.dataset.then && words) {
      words.textContent = button.dataset.then;
      button.setAttribute("aria-pressed", "true");
    } else button.classList.add("is-busy");
  });
});
function release(form) {
  const { button, words, before } = pressed.get(form) ?? {};
  if (!button) return;
  pressed.delete(form);
  button.classList.remove("is-busy");
  if (!button.dataset.then) return;
  words.textContent = before;
  button.removeAttribute("aria-pressed");
}
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => release(ctx.sourceElement));
addEventListener("pageshow", () => [...pressed.keys()].forEach(release));

// The way back may show a page as it was left. What others change meanwhile is asked for anew; what was typed stays.
async function freshen() {
  const stale = document.querySelectorAll("[data-fresh]");
  const answer = stale.length && await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const tokenIn = (root) => root.querySelector('meta[name="csrf-token"]');
  if (!tokenIn(page) !== !tokenIn(document)) return location.reload(); // somebody else reads it by now
  if (tokenIn(page)) tokenIn(document).content = tokenIn(page).content;
  for (const old of stale) {
    const fresh = page.getElementById(old.id);
    if (!fresh || old.contains(document.activeElement)) continue;
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
  }
}
const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
addEventListener("pageshow", ({ persisted }) => { if (persisted || (cameBack && !meta("csrf-token"))) freshen(); });

// <output class="saved" data-saving="Saving…" data-saved="Saved" data-failed="Not saved"> inside a form saved as one types.
function saySaved(source, state) {
  const words = source.closest?.("form")?.querySelector(".saved");
  if (!words) return;
  words.dataset.state = state;
  words.textContent = words.dataset[state];
}
for (const [name, state] of [["before:request", "saving"], ["after:request", "saved"], ["response:error", "failed"], ["error", "failed"]]) {
  document.addEventListener(`htmx:${name}`, ({ detail: { ctx } }) => saySaved(ctx.sourceElement, state));
}

// The thumbnail of the picture in view is the current one; pressing it slides, without moving the page.
function followGallery(gallery) {
  const stage = gallery.querySelector(".gallery-stage");
  const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];
  if (!stage) return;
  const watch = new IntersectionObserver((seen) => {
    const shown = seen.find((entry) => entry.isIntersecting)?.target;
    if (!shown) return;
    for (const thumb of thumbs) {
      if (thumb.hash === `#${shown.id}`) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
  }, { root: stage, threshold: 0.6 });
  for (const slide of stage.children) watch.observe(slide);
  gallery.addEventListener("click", (event) => {
    const thumb = event.target.closest(".gallery-thumbs a");
    if (!thumb) return;
    event.preventDefault();
    const slide = stage.querySelector(thumb.hash);
    stage.scrollBy({ left: slide.getBoundingClientRect().left - stage.getBoundingClientRect().left });
  });
}
document.querySelectorAll("[data-gallery]").forEach(followGallery);

// A list grows at its end. The address follows what is in view, so that the way back leads there.
let pageInView;
function followList() {
  const pages = [...document.querySelectorAll("[data-page]")];
  const seen = pages.findLast((each) => each.getBoundingClientRect().top < innerHeight / 2);
  if (pages.length < 2 || !seen || seen === pageInView) return;
  pageInView = seen;
  history.replaceState(history.state, "", seen.dataset.page);
}
addEventListener("scroll", followList, { passive: true });

// Says so while there is no network.
const sayOffline = () => { document.getElementById("offline").hidden = navigator.onLine; };
for (const name of ["online", "offline"]) addEventListener(name, sayOffline);
if (!navigator.onLine) sayOffline();

// Where one writes: its length is counted, Ctrl and Enter send it, Cancel leaves it.
function count(area) {
  const words = document.querySelector(`#${CSS.escape(area.id)}-hint .counted`);
  const [length, most] = [[...area.value].length, Number(area.dataset.counted)];
  const inWords = (value) => value.toLocaleString(document.documentElement.lang);
  words.textContent = `${inWords(length)} / ${inWords(most)}`;
  words.classList.toggle("is-long", length > most);
}
document.addEventListener("input", ({ target }) => { if (target.matches("[data-counted]")) count(target); });
document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-send]");
  if (sends) event.target.form.requestSubmit(event.target.form.querySelector("[type=submit]"));
});
document.addEventListener("click", (event) => {
  const { cancel, thenFocus } = event.target.closest("[data-cancel]")?.dataset ?? {};
  const opener = document.getElementById(thenFocus);
  if (!opener) return;
  event.preventDefault();
  document.getElementById(cancel).replaceChildren();
  opener.focus();
});

// What is wider than its box can be scrolled with the keyboard, whenever it becomes so.
const widths = new ResizeObserver((boxes) => {
  for (const { target: box } of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
function reachWideTables(root) {
  for (const box of root.querySelectorAll(".table-wrap, .compare, .prose pre:not([tabindex]), .prose table")) widths.observe(box);
}

document.addEventListener("htmx:after:swap", () => {
  reachWideTables(document);
  showCopyButtons(document);
  takeFocus(document);
  keepFocus();
});
showCopyButtons(document);
reachWideTables(document);
takeFocus(document);
