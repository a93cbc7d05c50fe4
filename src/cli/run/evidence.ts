import { reportOf } from '../../analysis/build/build-report.js';
import { SessionFollower } from '../../analysis/follow/session-follower.js';
import type { RecordingReport } from '../../analysis/report.js';
import { timelineRateHz } from '../../recording/wav-timeline.js';
import type { Input } from '../../session/inputs.js';
import type { SessionOutput } from '../../session/session-output.js';
import type { SessionState } from '../../session/state.js';

export class Evidence implements SessionOutput {
  readonly name = 'expectations';
  readonly session: SessionFollower;
  constructor(initial: SessionState) {
    const { inputRateHz, outputRateHz } = initial.options;
    this.session = new SessionFollower(initial, timelineRateHz(inputRateHz, outputRateHz));
  }
  mark(_mark: { step: number; phase: string }): void {
    return;
  }
  input(input: Input): void {
    this.session.take(input);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  report(): RecordingReport {
    const sources = {
      log: true,
      sound: false,
      ended: true,
      inputs: this.session.inputs,
      tornLines: 0,
      skippedLines: 0,
      lostLines: 0,
    };
    return reportOf({ path: '', sources, notes: [] }, { session: this.session });
  }
}
