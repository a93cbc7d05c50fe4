import type { Command } from '../data/keys.js';
import type { PageData } from '../data/page-data.js';
import { element } from './dom.js';
import { EventView } from './event-view.js';
import { Player } from './player.js';
import { commandOf } from './shortcuts.js';
import { followTheme } from './theme.js';
import { timeText } from './time-text.js';
import { TimelineView } from './timeline-view.js';
import { TranscriptView } from './transcript-view.js';
import { unpackPageData } from './unpack.js';

const jumpMs = 5000;
const zoomStep = 2;

function start(data: PageData): void {
  const playButton = element('play', HTMLButtonElement);
  const position = element('position', HTMLElement);
  const speed = element('speed', HTMLSelectElement);
  let isFollowing = false;

  const show = (): void => {
    const { ms, playing } = player;
    position.textContent = `${timeText(ms, 1)} / ${timeText(data.durationMs, 1)}`;
    playButton.textContent = playing ? 'Pause' : 'Play';
    transcript.show(ms);
    timeline.show(ms);
    if (!playing || isFollowing) return;
    isFollowing = true;
    requestAnimationFrame(() => {
      isFollowing = false;
      show();
    });
  };
  const toggle = (): void => {
    if (player.playing) player.pause();
    else void player.play();
  };
  const seek = (ms: number): void => {
    player.seek(ms);
  };
  const seekAndPlay = (ms: number): void => {
    player.seek(ms);
    void player.play();
  };
  const player = new Player(data.durationMs, data.audio, () => {
    show();
  });
  const transcript = new TranscriptView(data, seekAndPlay);
  const timeline = new TimelineView(data, transcript, seek);
  const events = data.events.atMs.length > 0 ? new EventView(data.events, seek) : undefined;
  const toggleTheme = followTheme(timeline.redraw);
  const help = element('keys', HTMLDetailsElement);

  /** The last of these before here, or the first after it. */
  const jump = (moments: readonly number[], step: -1 | 1): void => {
    const { ms } = player;
    const to =
      step < 0 ? moments.findLast((each) => each < ms - 1) : moments.find((each) => each > ms + 1);
    if (to !== undefined) seek(to);
  };
  const turns = data.turns.map(({ startMs }) => startMs);
  const marks = data.marks.filter(({ kind }) => kind !== 'warning').map(({ atMs }) => atMs);
  const word = (step: -1 | 1): void => {
    const found = transcript.neighbour(player.ms, step);
    if (found) seek(found.startMs);
  };

  const commands: Readonly<Record<Command, () => void>> = {
    play: toggle,
    back: () => {
      seek(player.ms - jumpMs);
    },
    forward: () => {
      seek(player.ms + jumpMs);
    },
    'previous-turn': () => {
      jump(turns, -1);
    },
    'next-turn': () => {
      jump(turns, 1);
    },
    'previous-word': () => {
      word(-1);
    },
    'next-word': () => {
      word(1);
    },
    'previous-mark': () => {
      jump(marks, -1);
    },
    'next-mark': () => {
      jump(marks, 1);
    },
    start: () => {
      seek(0);
    },
    end: () => {
      seek(data.durationMs);
    },
    'zoom-in': () => {
      timeline.zoom(1 / zoomStep);
    },
    'zoom-out': () => {
      timeline.zoom(zoomStep);
    },
    'zoom-whole': () => {
      timeline.zoomWhole();
    },
    filter: () => events?.focusFilter(),
    theme: toggleTheme,
    help: () => {
      help.open = !help.open;
    },
  };

  playButton.addEventListener('click', toggle);
  speed.addEventListener('change', () => {
    player.rate = Number(speed.value);
  });
  for (const name of ['zoom-in', 'zoom-out', 'zoom-whole'] as const)
    element(name, HTMLButtonElement).addEventListener('click', commands[name]);
  document.addEventListener('keydown', (event) => {
    const command = commandOf(event);
    if (command === undefined) return;
    event.preventDefault();
    commands[command]();
  });
  element('player', HTMLDivElement).hidden = false;
  show();
}

start(await unpackPageData());
