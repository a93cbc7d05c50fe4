import { InvalidArgumentError } from 'commander';
import { parseSpeed, parseStartPoint, type StartPoint } from '../../replay/start-point.js';

/** @throws InvalidArgumentError unless it is a replay speed */
export function speed(text: string): number {
  const factor = parseSpeed(text);
  if (factor === undefined)
    throw new InvalidArgumentError('Expected a number from 0.25 to 16, or max.');
  return factor;
}

/** @throws InvalidArgumentError unless it is a place in a recording */
export function startPoint(text: string): StartPoint {
  const point = parseStartPoint(text);
  if (point === undefined)
    throw new InvalidArgumentError('Expected a time such as 1:23, turn:4 or error.');
  return point;
}

/** @throws InvalidArgumentError unless it is a whole number of at most 15 digits */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** @throws InvalidArgumentError unless it is a port */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
