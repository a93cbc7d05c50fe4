import type { StepProblem } from '../../script/model/result.js';
import type { Script } from '../../script/model/script.js';
import { answeredTurn } from '../../script/turns.js';
import type { SessionView } from '../../session/view.js';

export async function performScript(
  session: SessionView,
  script: Script,
  onStep: (mark: { step: number; phase: 'start' | 'end' }) => void,
): Promise<readonly StepProblem[]> {
  const problems: StepProblem[] = [];
  for (const [step, { action, place }] of script.steps.entries()) {
    onStep({ step, phase: 'start' });
    if (action.type !== 'intent') continue;
    const ok = await answeredTurn(session, action.intent);
    if (!ok) problems.push({ place, step, reason: 'the turn was not answered.' });
    if (session.getState().connection.phase === 'closed') break;
    onStep({ step, phase: 'end' });
  }
  return problems;
}
