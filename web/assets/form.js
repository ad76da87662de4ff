// The support form: sends in place, then goes to the ticket's page.

import { takeOver } from "./sending.js";

const form = document.querySelector("form[data-sending]");

takeOver(form, (receipt, draft) => {
  // Whoever comes back to this page finds it empty, ready for another message.
  addEventListener("pagehide", () => draft.clear(), { once: true });
  location.assign(`/tickets/${receipt.ticket_id}?sent`);
});
