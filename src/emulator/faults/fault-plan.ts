import { tagsOf } from '../../protocol/validate.js';
import type { Prng } from '../kernel/prng.js';
import type { Fault, FaultReport } from './fault.js';

const chances = 1_000_000;
const clientTypes = tagsOf('ClientEvent');

/** What goes wrong in one connection: at most one fault at a time. */
export interface ConnectionFaults {
  atHandshake(): Fault | undefined;
  /** @param type undefined when it has none */
  atEvent(from: 'client' | 'server', type: string | undefined): Fault | undefined;
}

/** Decides when the faults of a running emulator happen. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #random: Prng;
  readonly #happened: number[];
  readonly #report: (report: FaultReport) => void;
  #connections = 0;

  /** @param report called for every fault that happens */
  constructor(faults: readonly Fault[], random: Prng, report: (report: FaultReport) => void) {
    this.#faults = faults;
    this.#random = random;
    this.#happened = faults.map(() => 0);
    this.#report = report;
  }

  /** The faults of the next connection. */
  connect(): ConnectionFaults {
    this.#connections += 1;
    const connection = this.#connections;
    const random = this.#random.fork(`connection ${connection}`);
    const own = this.#faults.map((fault, index) => ({
      fault,
      index,
      draws: random.fork(`fault ${index}`),
      passed: 0,
    }));
    const firstAt = (at: string, isThere: (fault: Fault) => boolean): Fault | undefined => {
      let found: Fault | undefined;
      for (const each of own) {
        if (!isThere(each.fault)) continue;
        each.passed += 1;
        if (found !== undefined || !this.#happens(each, connection)) continue;
        found = each.fault;
        this.#happened[each.index] = this.#count(each.index) + 1;
        this.#report({ fault: found, index: each.index, connection, at });
      }
      return found;
    };
    return {
      atHandshake: () => firstAt('handshake', ({ at = 'handshake' }) => at === 'handshake'),
      atEvent: (from, type = '') => firstAt(type, ({ at }) => isAt(at, from, type)),
    };
  }

  #count(index: number): number {
    return this.#happened[index] ?? 0;
  }

  #happens(
    { fault, index, draws, passed }: { fault: Fault; index: number; draws: Prng; passed: number },
    connection: number,
  ): boolean {
    const { nth = passed, times = 1, probability = 1 } = fault;
    if (!isIn(fault, connection) || passed !== nth) return false;
    if (times !== 'always' && this.#count(index) >= times) return false;
    return draws.between(1, chances) <= probability * chances;
  }
}

function isIn({ connection: meant }: Fault, connection: number): boolean {
  if (meant === undefined) return true;
  return typeof meant === 'number' ? meant === connection : meant.includes(connection);
}

function isAt(at: Fault['at'], from: 'client' | 'server', type: string): boolean {
  switch (at) {
    case undefined:
    case 'handshake':
      return false;
    case 'session':
    case 'response':
      return from === 'server' && type.startsWith(`${at}.`);
    case 'input':
      return from === 'client' && /^(input_|conversation\.item\.create$)/.test(type);
    default:
      return type === at && clientTypes.has(at) === (from === 'client');
  }
}
