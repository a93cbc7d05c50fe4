import { EventEmitter } from 'node:events';

/** A terminal of 120×40 that discards its input. */
export class NoTerminal extends EventEmitter {
  readonly columns = 120;
  readonly rows = 40;
  frames = 0;

  write(): boolean {
    this.frames += 1;
    return true;
  }

  resume(): void {
    this.emit('resume');
  }

  pause(): void {
    this.emit('pause');
  }
}
