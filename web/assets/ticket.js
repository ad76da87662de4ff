// A ticket's page: new messages by themselves, times in the reader's zone, replies sent in place.

import { takeOver } from "./sending.js";
import { showTimes } from "./times.js";
import { say } from "./words.js";

const main = document.querySelector("[data-ticket]");
const ticket = main.dataset.ticket;
const form = main.querySelector("form[data-sending]");
const conversation = document.getElementById("conversation");
const messages = conversation.querySelector(".messages");
const title = document.title;

// The address without "?sent" is the one to keep.
if (location.search) history.replaceState(null, "", location.pathname + location.hash);
showTimes(main);
setInterval(() => showTimes(main), 30000);
offerLink();

takeOver(form, async (receipt, draft, rest) => {
  draft.clear();
  if (receipt.ticket_id !== ticket) return location.assign(`/tickets/${receipt.ticket_id}?sent`);
  await refresh();
  rest();
  form.querySelector("[data-announce]").textContent = say("live.sent");
});

// MARK: Live

let source;
let wait = 2000;
let leaving;
let isFetching = false;
let isStale = false;

listen();
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
addEventListener("online", () => { if (source.readyState === EventSource.CLOSED) listen(); });
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  // A browser keeps few connections to one server, and a page that nobody looks at for long needs none of them.
  if (document.hidden) return void (leaving = setTimeout(() => source.close(), 600000));
  document.title = title;
  if (source.readyState === EventSource.CLOSED) listen();
});

function listen() {
  source?.close();
  source = new EventSource(`/support/ticket/${ticket}/events`);
  source.addEventListener("open", () => {
    wait = 2000;
    tellLive("live.on");
    refresh(); // for what happened while nobody listened
  });
  source.addEventListener("changed", refresh);
  source.addEventListener("error", () => {
    tellLive("live.lost");
    // After a refusal a browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED && !document.hidden) {
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 60000);
    }
  });
}

function tellLive(key) {
  main.querySelector("[data-live]").textContent = say(key);
  main.querySelector("[data-refresh]").hidden = key === "live.on";
}

/** Fetches the conversation and takes over what is new; changes that come meanwhile are fetched after it. */
async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isStale) {
      isStale = false;
      const response = await fetch(`/tickets/${ticket}/conversation`, { headers: { Accept: "text/html" } });
      if (!response.ok) break;
      takeIn(new DOMParser().parseFromString(await response.text(), "text/html").getElementById("conversation"));
    }
  } catch {
    tellLive("live.lost");
  } finally {
    isFetching = false;
  }
}

function takeIn(fresh) {
  const typing = form.contains(document.activeElement) ? document.activeElement : null;
  const before = typing?.getBoundingClientRect().top;

  const status = conversation.querySelector(".status");
  const freshStatus = fresh.querySelector(".status");
  if (status.textContent !== freshStatus.textContent) {
    status.dataset.state = freshStatus.dataset.state;
    status.replaceChildren(...freshStatus.childNodes);
    form.querySelector("[data-reply-hint]").textContent = fresh.dataset.replyHint;
  }
  conversation.querySelector(".reading").hidden = fresh.querySelector(".reading").hidden;
  for (const text of main.querySelectorAll("[data-when]")) {
    text.hidden = text.dataset.when !== fresh.dataset.progress;
  }

  for (const message of [...fresh.querySelectorAll(".message")]) {
    const known = document.getElementById(message.id);
    if (known) {
      const old = known.querySelector(".delivery");
      const now = message.querySelector(".delivery");
      if (old && now && old.textContent !== now.textContent) old.replaceWith(now);
      continue;
    }
    showTimes(message);
    messages.append(message);
    if (document.hidden && !message.classList.contains("customer")) document.title = say("live.news", { title });
  }
  // What is being typed stays where it is on the screen.
  if (typing) scrollBy({ top: typing.getBoundingClientRect().top - before, behavior: "instant" });
}

// MARK: The link

function offerLink() {
  const link = main.querySelector("[data-link]");
  const button = main.querySelector("[data-copy]");
  link.textContent = link.href;
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      button.textContent = say("live.copied");
      form.querySelector("[data-announce]").textContent = say("live.copied");
    } catch {
      getSelection().selectAllChildren(link);
    }
  });
}
