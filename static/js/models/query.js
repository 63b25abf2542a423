// The address of a comparison.

/** The same question with another balance, on its first page; the middle is what an address without balance means. */
export function balanced(search, value) {
  const params = new URLSearchParams(search);
  params.delete("page");
  if (Number(value) === 0.5) params.delete("balance");
  else params.set("balance", value);
  return params.toString();
}
