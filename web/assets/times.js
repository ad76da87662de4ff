// Times in the reader's zone: relative while they are near, exact on hover.

import { language, say } from "./words.js";

// Day before month and 24 hours, which "en" alone would not give.
const locale = language === "en" ? "en-GB" : language;
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const near = new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const exact = new Intl.DateTimeFormat(locale, {
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23", timeZoneName: "short",
});

function words(date) {
  const minutes = Math.round((date - Date.now()) / 60000);
  if (minutes > -1) return say("live.now");
  if (minutes > -60) return relative.format(minutes, "minute");
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), "hour");
  return near.format(date);
}

export function showTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    const text = words(date);
    if (time.textContent !== text) time.textContent = text;
    time.title ||= exact.format(date);
  }
}
