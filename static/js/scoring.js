// A scorecard by keys: 1 to 5 give points on the line at hand, arrows and j k go from line to line, Enter keeps them.
const form = document.querySelector("[data-scorecard]");
const lines = [...(form?.querySelectorAll(".score-line") ?? [])];
const chosen = (line) => line.querySelector(":checked");
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

// The line that has the focus; else the first without points.
let at = -1;
const nextOpen = () => Math.max(0, lines.findIndex((line) => !chosen(line)));
function go(number) {
  at = Math.min(Math.max(number, 0), lines.length - 1);
  for (const line of lines) line.classList.toggle("is-now", line === lines[at]);
  const wanted = chosen(lines[at]) ?? lines[at].querySelector("input");
  wanted.focus({ preventScroll: true });
  lines[at].scrollIntoView({ block: "nearest" });
}
form?.addEventListener("focusin", ({ target }) => {
  const number = lines.findIndex((line) => line.contains(target));
  if (number < 0 || number === at) return;
  at = number;
  for (const line of lines) line.classList.toggle("is-now", line === lines[at]);
});

const busyElsewhere = (target) => !form.contains(target) && target.closest("a, button, summary, input, textarea, select") !== null;
function press(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat && key === "Enter") return;
  if (localStorage.getItem("single-keys") === "off" || target.matches("textarea, select, button, [contenteditable]") || busyElsewhere(target)) return;
  if (key in STEPS) go(at < 0 ? nextOpen() : at + STEPS[key]);
  else if (/^[1-5]$/.test(key)) {
    if (at < 0) go(nextOpen());
    const radio = lines[at].querySelector(`input[value="${key}"]`);
    radio.checked = true;
    radio.focus({ preventScroll: true });
  } else if (key === "Enter") form.requestSubmit(form.querySelector("[type=submit]"));
  else return;
  event.preventDefault();
}
if (lines.length) document.addEventListener("keydown", press);
