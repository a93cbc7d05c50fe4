import type { ReactNode } from 'react';
import { Beside, Column } from '../ink/part.js';
import { arrange } from '../layout/arrangement.js';
import type { Scene } from '../layout/scene.js';
import {
  Approval,
  Divider,
  EventLog,
  Figures,
  Footer,
  Header,
  Help,
  Inspector,
  LatencyStrip,
  LongHint,
  Palette,
  PanelTitle,
  Status,
  TextBox,
  TopRule,
  Transcript,
} from './parts.js';

/** The screen, top to bottom. A part without content takes no lines. */
export function App(scene: Scene): ReactNode {
  return (
    <>
      <Header />
      <TopRule />
      {middle(scene)}
      <LatencyStrip />
      <LongHint />
      <Palette />
      <TextBox />
      <Status />
      <Footer />
    </>
  );
}

function middle(scene: Scene): ReactNode {
  switch (scene.ui.overlay.kind) {
    case 'help':
      return <Help />;
    case 'event':
      return <Inspector />;
    case 'none':
      break;
  }
  return arrange(scene).isSideBySide ? (
    <Beside>
      <Transcript />
      <Divider />
      <Column>
        <PanelTitle />
        {panel(scene)}
      </Column>
    </Beside>
  ) : (
    <>
      <Transcript />
      <PanelTitle />
      {panel(scene)}
    </>
  );
}

function panel(scene: Scene): ReactNode {
  switch (arrange(scene).panel?.kind) {
    case 'approval':
      return <Approval />;
    case 'log':
      return <EventLog />;
    case 'latency':
    case 'sound':
      return <Figures />;
    case undefined:
      return null;
  }
}
