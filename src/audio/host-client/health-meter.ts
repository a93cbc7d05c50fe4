import type { AudioHealth } from '../kernel/engine-types.js';
import type { HostHealth } from '../host/host-messages.js';

const driftStepPpm = 10;
const lagStepMs = 5;

function inSteps(value: number, step: number): number {
  return Math.round(value / step) * step;
}

/** Combines the audio host's measurements with the delay of its frames on their way here. */
export class HealthMeter {
  #host: HostHealth | undefined;
  #hostLagMs = 0;
  #captureLagMs = 0;
  #depthMs = 0;

  fromHost(health: HostHealth): void {
    this.#host = health;
    this.#hostLagMs = Math.max(this.#hostLagMs, health.loopLagMs);
  }

  /** A microphone frame arrived. @param lagMs time since it was read */
  captureLag(lagMs: number): void {
    this.#captureLagMs = Math.max(this.#captureLagMs, lagMs);
  }

  /** Health since the last call, in steps so coarse that a steady state does not change it; undefined at first. */
  take(): AudioHealth | undefined {
    const host = this.#host;
    if (host === undefined) return undefined;
    const { microphoneDriftPpm, speakerDriftPpm, deviceDepthMs, preBufferMs } = host;
    const health = {
      ...(microphoneDriftPpm !== undefined && {
        microphoneDriftPpm: inSteps(microphoneDriftPpm, driftStepPpm),
      }),
      ...(speakerDriftPpm !== undefined && {
        speakerDriftPpm: inSteps(speakerDriftPpm, driftStepPpm),
      }),
      ...(deviceDepthMs !== undefined && { deviceDepthMs: this.#steadyDepth(deviceDepthMs) }),
      ...(preBufferMs !== undefined && { preBufferMs: Math.round(preBufferMs) }),
      hostLagMs: inSteps(this.#hostLagMs, lagStepMs),
      captureLagMs: inSteps(this.#captureLagMs, lagStepMs),
    };
    this.#hostLagMs = 0;
    this.#captureLagMs = 0;
    return health;
  }

  /** A device that answers is never quite as deep as before. */
  #steadyDepth(depthMs: number): number {
    if (Math.abs(depthMs - this.#depthMs) > lagStepMs) this.#depthMs = inSteps(depthMs, lagStepMs);
    return this.#depthMs;
  }
}
