/** Closes a part that may be absent; gives what went wrong instead of throwing it. */
export async function settled(part: { close(): Promise<void> } | undefined): Promise<unknown> {
  try {
    await part?.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A promise, and the function that fulfils it. */
export function promiseWithResolvers<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
} {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
