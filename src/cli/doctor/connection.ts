import { environmentSecrets } from '../../config/files/secrets.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession } from '../../config/session/session-plan.js';
import { planTarget, type TargetPlan } from '../../config/session/target.js';
import { refusalHint } from '../../session/connection/connection.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { createSecrets, type Secrets } from '../../shared/secrets/registry.js';
import { signIn } from '../../transport/credentials.js';
import { probeConnection, type ProbeOptions, type ProbeStep } from '../../transport/probe.js';
import { startEmulatorThread } from '../session/emulator-thread.js';
import { proxySettings, secretsInEndpoint } from '../session/open-target.js';
import { writeDiagnostic } from '../terminal/report.js';
import { problem, type Finding } from './finding.js';

/** Connects as a session would, to the service or to the built-in emulator: a finding for each stage. */
export async function checkConnection(resolved: ResolvedOptions): Promise<readonly Finding[]> {
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(process.env));
  let plan: TargetPlan;
  try {
    // A text session: what only sound has is no part of the connection.
    const text = { ...resolved, values: { ...resolved.values, text: true } };
    const planned = await planSession(text);
    plan = planTarget(resolved, planned.plan, process.env);
  } catch (thrown) {
    return [problem(nameOf(thrown), thrown)];
  }
  const { model } = resolved.values;
  if (plan.emulated) return checkEmulator(plan, model, secrets);
  const { endpoint, credential } = plan;
  const { host, name, apiVersion } = endpoint;
  if (credential.kind === 'key') secrets.learn([credential.key]);
  secrets.learn(secretsInEndpoint(endpoint));
  try {
    await signIn(credential, writeDiagnostic, new AbortController().signal);
  } catch (thrown) {
    return [problem('credentials', thrown)];
  }
  const steps = await probeConnection({
    ...probeTerms(model, secrets),
    endpoint,
    credential,
    proxy: proxySettings(),
  });
  const target = { name: 'endpoint', text: `${host}, ${name}, api-version ${apiVersion}` };
  return [target, ...steps.map(findingOf)];
}

async function checkEmulator(
  plan: Extract<TargetPlan, { emulated: true }>,
  model: string,
  secrets: Secrets,
): Promise<readonly Finding[]> {
  const text = 'none: checking the built-in emulator';
  const fix = 'For the real service, set AZURE_VOICELIVE_ENDPOINT or use --endpoint.';
  try {
    const emulator = await startEmulatorThread({
      latency: 'none',
      ...(plan.scenario === undefined ? {} : { scenarioPath: plan.scenario }),
    });
    try {
      const steps = await probeConnection({
        ...probeTerms(model, secrets),
        endpoint: plan.endpointAt(emulator.url),
        credential: { kind: 'emulator-token', token: emulator.token },
      });
      return [{ name: 'endpoint', text, fix }, ...steps.map(findingOf)];
    } finally {
      await emulator.close();
    }
  } catch (thrown) {
    return [{ name: 'endpoint', text, fix }, problem('emulator', thrown)];
  }
}

function probeTerms(
  model: string,
  secrets: Secrets,
): Pick<ProbeOptions, 'secrets' | 'wallMs' | 'refusal'> {
  return {
    secrets,
    wallMs: Date.now,
    refusal: (code, message) =>
      new VoiceliveError(`The service refused the session: ${message}`, {
        code: code ?? 'refused',
        hint: refusalHint(code, model),
      }),
  };
}

function findingOf({ stage, text, elapsedMs, fix, error }: ProbeStep): Finding {
  return {
    name: stage,
    text,
    ...(elapsedMs === undefined ? {} : { elapsedMs: Math.round(elapsedMs) }),
    ...(fix === undefined ? {} : { fix }),
    ...(error === undefined ? {} : { exitCode: error.exitCode }),
    ...(stage === 'clock' ? { warning: true } : {}),
  };
}

function nameOf(thrown: unknown): string {
  const isKey = thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.authentication;
  return isKey ? 'credentials' : 'endpoint';
}
