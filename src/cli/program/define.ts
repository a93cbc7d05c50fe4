import type { Command } from 'commander';

/** Receives the exit code of the command that ran. */
export type Finish = (exitCode: number) => void;

/** Adds one command to the program; the command's own code is loaded only when it runs. */
export type Define = (program: Command, finish: Finish) => void;
