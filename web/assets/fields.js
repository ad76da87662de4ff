// Checks fields when they are left and before sending, as the server does, and shows what is wrong beside them.

import { say } from "./words.js";

const segments = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;

/** How many characters a reader sees, which is how the server counts. */
export function length(text) {
  const plain = text.replace(/\r\n?/g, "\n").trim();
  if (!segments || plain.length > 40000) return [...plain].length;
  let count = 0;
  for (const _ of segments.segment(plain)) count += 1;
  return count;
}

/** What is wrong with a field, in words that say how to mend it; empty when nothing is. */
export function problem(field) {
  const value = field.value.trim();
  if (!value) return field.required ? say(`errors.${field.name}.missing`) : "";
  if (field.type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return say("errors.email.wrong");
  const { min, max } = field.dataset;
  if (!min) return "";
  const count = length(value);
  if (count < Number(min)) return say(`errors.${field.name}.short`);
  if (count > Number(max)) return say(`errors.${field.name}.long`, { count, max: Number(max) });
  return "";
}

export function fieldsOf(form) {
  return [...form.elements].filter((field) => field.required);
}

/** Puts an error beside its field, or takes it away. */
export function mark(form, name, message) {
  const text = form.querySelector(`#${CSS.escape(name)}-error`);
  if (!text) return;
  text.textContent = message;
  text.hidden = !message;
  const field = form.querySelector(`#${CSS.escape(name)}`);
  if (message) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

let isPressed = false;
addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { isPressed = false; }, true);

/** An error that appeared while the pointer is down would move what is being pressed from under it. */
function afterPress(act) {
  if (!isPressed) return act();
  addEventListener("click", act, { once: true });
}

/** Checks a field when it is left; once it is marked wrong, it is cleared as soon as it is right. */
export function watch(form) {
  for (const field of fieldsOf(form)) {
    field.addEventListener("blur", () => {
      afterPress(() => { if (field.value.trim()) mark(form, field.name, problem(field)); });
    });
    field.addEventListener("input", () => {
      if (field.hasAttribute("aria-invalid") && !problem(field)) mark(form, field.name, "");
    });
  }
  for (const counter of form.querySelectorAll("[data-counter]")) count(form, counter);
}

/** Shows what is left of a long field's limit when that is near, and says so once typing pauses. */
function count(form, counter) {
  const field = form.elements[counter.dataset.counter];
  const max = Number(field.dataset.max);
  const voice = form.querySelector("[data-announce]");
  let pause;
  const show = () => {
    const left = field.value.length < max / 2 ? max : max - length(field.value);
    const isNear = left <= max / 5;
    counter.textContent = isNear ? say(left < 0 ? "counter.over" : "counter.left", { count: Math.abs(left) }) : "";
    counter.classList.toggle("over", left < 0);
    clearTimeout(pause);
    if (isNear && document.activeElement === field) {
      pause = setTimeout(() => { voice.textContent = counter.textContent; }, 1200);
    }
  };
  field.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}
