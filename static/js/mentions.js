// Calling somebody: while "@na" is typed in a comment, a list of people is offered under the field. The focus stays in
// the field; arrows choose, Enter takes, Escape and leaving the field close. Without this file one types the handle.
// A textarea may not be a role="combobox", so it carries what a text field may: aria-autocomplete, -controls, -activedescendant.

const BEGUN = /(?:^|[^\p{L}\p{N}_@/.+-])@([\p{L}\p{N}-]{0,30})$/u;
const MOVES = { ArrowDown: 1, ArrowUp: -1 };
const PAUSE = 150;
let area, timer, wanted = 0;

const begun = () => area.value.slice(0, area.selectionStart).match(BEGUN)?.[1];
const list = () => document.getElementById("people");
const options = () => [...(list()?.children ?? [])];
const active = () => list()?.querySelector('[aria-selected="true"]');
const isMine = (target) => target.matches?.("textarea[data-people]");

function say(words) {
  area.parentElement.querySelector("[role=status]").textContent = words;
}

function close() {
  clearTimeout(timer);
  wanted += 1; // an answer on its way comes too late
  if (!area) return;
  list()?.remove();
  area.removeAttribute("aria-controls");
  area.removeAttribute("aria-activedescendant");
  say("");
}

function choose(option) {
  active()?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", option.id);
}

function take(option) {
  const end = area.selectionStart;
  area.setRangeText(`@${option.dataset.handle} `, end - begun().length - 1, end, "end");
  close();
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function offer() {
  const [mine, field, said] = [(wanted += 1), area, begun()];
  const answer = await fetch(`${field.dataset.people}?begun=${encodeURIComponent(said)}`).catch(() => null);
  if (!answer?.ok || answer.redirected || mine !== wanted) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("people");
  if (!fresh || mine !== wanted) return;
  list()?.remove();
  field.after(fresh);
  if (fresh.children.length) {
    field.setAttribute("aria-controls", fresh.id);
    choose(fresh.children[0]);
  } else close();
  say(fresh.dataset.say);
}

document.addEventListener("input", ({ target }) => {
  if (!isMine(target)) return;
  if (area !== target) close();
  area = target;
  area.setAttribute("aria-autocomplete", "list");
  clearTimeout(timer);
  if (begun() === undefined) close();
  else timer = setTimeout(offer, PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== area || !active() || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key in MOVES) {
    const all = options();
    choose(all.at((all.indexOf(active()) + MOVES[event.key]) % all.length));
  } else if (event.key === "Enter") take(active());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", ({ target }) => { if (target === area) close(); });
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("#people [role=option]");
  if (!option) return;
  event.preventDefault(); // the focus stays in the field
  take(option);
});
