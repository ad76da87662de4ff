// The page's words, as the server put them into it, in the page's language.

const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang || "en";
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** The words under a dotted key; `count` chooses the plural form where there is one. */
export function say(key, values = {}) {
  let found = key.split(".").reduce((node, part) => node?.[part], words);
  if (found && typeof found === "object") found = found[plurals.select(values.count)] ?? found.other;
  return String(found ?? "").replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : (value ?? whole);
  });
}
