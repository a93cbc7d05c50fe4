import type { ReactNode } from 'react';
import { Beside, Column } from '../ink/part.js';
import { arrange } from '../layout/arrangement.js';
import type { Scene } from '../layout/scene.js';
import {
  Approval,
  BottomRule,
  Divider,
  EventLog,
  Figures,
  Footer,
  Header,
  Help,
  Inspector,
  InspectorTitle,
  LastTurn,
  LongHint,
  Palette,
  PanelTitle,
  Status,
  TextBox,
  Timeline,
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
      <BottomRule />
      <Timeline />
      <LongHint />
      <Palette />
      <TextBox />
      <Status />
      <Footer />
    </>
  );
}

function middle(scene: Scene): ReactNode {
  const { isCovered, isSideBySide, inspector } = arrange(scene);
  if (isCovered) return scene.ui.overlay.kind === 'help' ? <Help /> : <Inspector />;
  return isSideBySide ? (
    <Beside>
      <Column>
        <Transcript />
        {inspector && (
          <>
            <InspectorTitle />
            <Inspector />
          </>
        )}
      </Column>
      <Divider />
      <Column>
        <PanelTitle />
        {panel(scene)}
        <LastTurn />
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
