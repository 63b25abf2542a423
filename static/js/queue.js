// Keys of the queue, heard only within a proposal: nothing is decided by a letter alone, it leads to what decides.

const WAYS = { j: 1, k: -1 };
const queue = document.querySelector("[data-queue]");
const proposals = [...queue.querySelectorAll("article")];

function typing(element) {
  return element.matches("input, textarea, select") || element.isContentEditable;
}

function go(to) {
  to?.focus();
  to?.scrollIntoView({ block: "start" });
}

function lead(proposal, key) {
  const target = proposal.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("summary")) {
    target.parentElement.open = true;
    target.parentElement.querySelector("textarea").focus();
  } else target.focus();
  return true;
}

queue.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const proposal = event.target.closest("article");
  const key = event.key.toLowerCase();
  if (!proposal) return;
  if (key in WAYS) go(proposals[proposals.indexOf(proposal) + WAYS[key]]);
  else if (!lead(proposal, key)) return;
  event.preventDefault();
});

const keys = document.querySelector("[data-queue-keys]");
if (keys) keys.hidden = false;
// Where one was after a decision, or at the first: the next is under the fingers.
go(proposals.find(({ id }) => `#${id}` === location.hash) ?? (location.hash ? proposals[0] : null));
