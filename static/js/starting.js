// While the database starts: ask whether it answers, and open the page as soon as it does.
const EVERY = 3000;

async function ask() {
  const answer = await fetch("/healthz").catch(() => null);
  if (answer?.ok) location.reload();
  else setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY);
