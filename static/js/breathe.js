/** Let the page answer its reader between two pieces of work: `await breathe()`. */
export function breathe() {
  return globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
}
