/** The function, with its last result kept for as long as it is called with the same arguments. */
export function remember<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    const known = last;
    if (known !== undefined && args.every((arg, index) => Object.is(arg, known.args[index])))
      return known.result;
    const result = work(...args);
    last = { args, result };
    return result;
  };
}
