// Sends a form without leaving the page: never twice, and never losing what was typed.

import { fieldsOf, mark, problem, watch } from "./fields.js";
import { say } from "./words.js";

const patience = 20000;

/**
 * Takes over a form. `accepted(receipt, draft, rest)` is called once the server has stored it; `rest` makes the
 * form ready for another message.
 * The hidden key goes with every try of one message, so that the server stores it once.
 */
export function takeOver(form, accepted) {
  const notices = document.querySelector("[data-notices]");
  const button = form.querySelector("button[type=submit]");
  const voice = form.querySelector("[data-announce]");
  const key = form.elements.idempotency_key;
  const draft = new Draft(form, key);
  const label = button.textContent;
  let isSending = false;

  draft.restore();
  watch(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send();
  });
  // Back from the next page, a browser shows this one as it was left: still sending.
  addEventListener("pageshow", (event) => { if (event.persisted) rest(); });

  async function send() {
    notices.replaceChildren();
    const wrong = fieldsOf(form).map((field) => ({ field: field.name, message: problem(field) }));
    for (const { field, message } of wrong) mark(form, field, message);
    const errors = wrong.filter(({ message }) => message);
    if (errors.length) return showErrors(errors);

    isSending = true;
    button.setAttribute("aria-disabled", "true");
    button.textContent = voice.textContent = say("sending.busy");
    const outcome = await post(form, key.value);
    if (outcome.receipt) {
      draft.forget();
      await accepted(outcome.receipt, draft, rest);
      return;
    }
    rest();
    if (outcome.errors) return showErrors(outcome.errors);
    if (outcome.kind === "changed") draft.renew();
    showNotice(outcome.kind);
  }

  function rest() {
    isSending = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
    voice.textContent = "";
  }

  function showErrors(errors) {
    for (const { field, message } of errors) mark(form, field, message);
    const list = document.createElement("ul");
    for (const { field, message } of errors) {
      const link = Object.assign(document.createElement("a"), { href: `#${field}`, textContent: message });
      link.addEventListener("click", (event) => {
        const target = document.getElementById(field);
        if (!target) return;
        event.preventDefault();
        target.focus();
        (target.closest(".field") ?? target).scrollIntoView({ block: "nearest" });
      });
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    show(say("errors.heading"), list);
  }

  function showNotice(kind) {
    const text = Object.assign(document.createElement("p"), { textContent: say(`sending.${kind}.text`) });
    const again = Object.assign(document.createElement("button"), {
      type: "button", className: "plain", textContent: say("sending.again"),
    });
    again.addEventListener("click", () => form.requestSubmit());
    show(say(`sending.${kind}.title`), text, again);
  }

  function show(title, ...content) {
    const notice = Object.assign(document.createElement("div"), { className: "notice bad", tabIndex: -1 });
    notice.setAttribute("role", "alert");
    notice.append(Object.assign(document.createElement("h2"), { textContent: title }), ...content);
    notices.replaceChildren(notice);
    notice.focus();
  }
}

/** One try: `{receipt}`, `{errors}`, or `{kind}` saying what is known of where the message is. */
async function post(form, key) {
  if (navigator.onLine === false) return { kind: "offline" };
  const fields = Object.fromEntries(new FormData(form));
  delete fields.idempotency_key;
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": key },
      body: JSON.stringify(fields),
      signal: giveUp.signal,
    });
    if (response.ok) return { receipt: await response.json() };
    if (response.status === 422) return { errors: (await response.json()).detail };
    return { kind: kinds[response.status] ?? (response.status < 500 ? "refused" : "unknown") };
  } catch {
    return { kind: "unknown" };
  } finally {
    clearTimeout(timer);
  }
}

const kinds = { 403: "closed", 404: "gone", 409: "changed", 429: "full", 503: "full" };

/** What was typed and not yet sent, kept for this tab alone, so that a reload loses nothing. */
class Draft {
  constructor(form, key) {
    this.form = form;
    this.key = key;
    this.name = `draft ${new URL(form.action).pathname}`;
    form.addEventListener("input", () => this.keep());
  }

  keep() {
    try { sessionStorage.setItem(this.name, JSON.stringify([...new FormData(this.form)])); } catch { /* no room */ }
  }

  restore() {
    let fields = [];
    try { fields = JSON.parse(sessionStorage.getItem(this.name)) ?? []; } catch { return; }
    const isEmpty = fieldsOf(this.form).every((field) => !field.value);
    if (!isEmpty) return;
    for (const [name, value] of fields) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
  }

  forget() {
    try { sessionStorage.removeItem(this.name); } catch { /* storage is switched off */ }
  }

  /** A key for what is a new message from here on. */
  renew() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    this.key.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.keep();
  }

  /** Empties the form for another message. */
  clear() {
    this.form.reset();
    this.renew();
    this.forget();
  }
}
