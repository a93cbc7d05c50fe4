import type { TargetPlan } from '../../config/session/target.js';

/**
 * Lets the user sign in to the targets that need it, before the screen opens or runs are reported.
 * @param tell shows what to do
 * @returns false when the program was ended from outside meanwhile
 * @throws VoiceliveError exit code 3
 */
export async function signInTo(
  plans: readonly TargetPlan[],
  outside: Promise<number>,
  tell: (text: string) => void,
): Promise<boolean> {
  const credentials = plans.flatMap((plan) =>
    plan.emulated || plan.credential.kind !== 'entra' ? [] : [plan.credential],
  );
  if (credentials.length === 0) return true;
  const { signIn } = await import('../../transport/credentials.js');
  const ending = new AbortController();
  void outside.then(() => {
    ending.abort();
  });
  try {
    for (const credential of credentials) await signIn(credential, tell, ending.signal);
  } catch (thrown) {
    if (!ending.signal.aborted) throw thrown;
  }
  return !ending.signal.aborted;
}
