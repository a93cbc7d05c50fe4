import { createProcessTransport } from '../../src/cli/fast/process-transport.js';
import type { ResolvedOptions } from '../../src/config/options/resolve-options.js';
import { sessionOptions, type PlannedSession } from '../../src/config/session/session-plan.js';
import { planTarget } from '../../src/config/session/target.js';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import { createService } from '../../src/emulator/service.js';
import { readImageFile } from '../../src/cli/session/image-file.js';
import { createController } from '../../src/session/controller/controller.js';
import { openServerLink } from '../../src/session/controller/server-link.js';
import type { SessionState } from '../../src/session/state.js';
import type { Intent } from '../../src/session/inputs.js';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { createToolRunner } from '../../src/tools/runner.js';

/** A session of the program with the emulator in the same process, from its options to what the emulator reports. */
export interface EmulatedSession {
  /** Every event that left, as the text on the wire says. */
  readonly sent: readonly JsonObject[];
  state(): SessionState;
  dispatch(intent: Intent): void;
  /** Resolves once the state fulfils the condition; rejects when the session ends or tells of an error before. */
  until(condition: (state: SessionState) => boolean): Promise<SessionState>;
}

/** Shares one emulator among the sessions of a test file; `close` ends everything. */
export function emulatedSessions(): {
  open(resolved: ResolvedOptions, planned: PlannedSession): Promise<EmulatedSession>;
  closeSessions(): Promise<void>;
  close(): Promise<void>;
} {
  const service = createService({ scenario: loadScenario(), latency: 'none', seed: 1 });
  const open: { close(): Promise<void> }[] = [];
  const closeSessions = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  };
  return {
    async open(resolved, planned) {
      const target = planTarget(resolved, planned.plan, { AZURE_VOICELIVE_API_KEY: 'key-0123456' });
      if (target.emulated) throw new Error('needs an endpoint');
      const { endpoint } = target;
      const sent: JsonObject[] = [];
      const controller = createController({
        options: sessionOptions({ resolved, planned, target, canAsk: false, microphone: 'none' }),
        server: openServerLink((listener) => {
          const transport = createProcessTransport({ service, endpoint }, listener);
          const send = (text: string): boolean => {
            const event: unknown = JSON.parse(text);
            if (isJsonObject(event)) sent.push(event);
            return transport.send(text);
          };
          return { ...transport, send };
        }),
        tools: createToolRunner([], { env: {}, secrets: createSecrets() }),
        readImage: readImageFile,
      });
      open.push(controller);
      const until: EmulatedSession['until'] = (condition) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const state = controller.getState();
            const { connection, transcript } = state;
            const error = transcript.find(
              (entry) => entry.kind === 'notice' && entry.level === 'error',
            );
            if (condition(state)) resolve(state);
            else if (connection.phase === 'closed')
              reject(new Error(connection.failure?.sentence ?? 'the session ended'));
            else if (error !== undefined) reject(new Error(JSON.stringify(error)));
          };
          controller.subscribe(look);
          look();
        });
      controller.report({ type: 'start' });
      await until(({ connection }) => connection.phase === 'ready');
      return {
        sent,
        state: () => controller.getState(),
        dispatch: (intent) => {
          controller.dispatch(intent);
        },
        until,
      };
    },
    closeSessions,
    async close() {
      await closeSessions();
      await service.close();
    },
  };
}
