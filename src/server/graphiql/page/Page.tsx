import { GraphiQL } from 'graphiql';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createFetcher } from './createFetcher.ts';
import type { DevelopmentCaller } from '../../development/DevelopmentCaller.ts';
import { fetchCallers } from './developmentApi.ts';
import { DevelopmentBar } from './DevelopmentBar.tsx';
import { welcomeQuery } from './exampleQuery.ts';
import { FollowIdentity } from './FollowIdentity.tsx';
import type { Identity } from './Identity.ts';
import { TokenBar } from './TokenBar.tsx';

type Mode =
  | { readonly kind: 'asking' }
  | { readonly kind: 'development'; readonly callers: readonly DevelopmentCaller[] }
  | { readonly kind: 'production' };

/** GraphiQL under a bar that says as whom one asks. */
export function Page() {
  const [mode, setMode] = useState<Mode>({ kind: 'asking' });
  const [identity, setIdentity] = useState<Identity>();
  const now = useRef<Identity>(undefined);
  const fetcher = useMemo(() => createFetcher(() => now.current), []);
  const onIdentity = useCallback((next: Identity | undefined) => {
    now.current = next;
    setIdentity(next);
  }, []);

  useEffect(() => {
    fetchCallers().then(
      (callers) => {
        setMode(callers ? { kind: 'development', callers } : { kind: 'production' });
      },
      () => {
        setMode({ kind: 'production' });
      },
    );
  }, []);

  return (
    <div className="page">
      <header className="bar">
        <strong>Concordat</strong>
        {mode.kind === 'development' && <DevelopmentBar callers={mode.callers} onIdentity={onIdentity} />}
        {mode.kind === 'production' && <TokenBar onIdentity={onIdentity} />}
      </header>
      <main>
        {identity ? (
          <GraphiQL
            fetcher={fetcher}
            defaultQuery={welcomeQuery}
            defaultEditorToolsVisibility={false}
            shouldPersistHeaders={false}
          >
            <GraphiQL.Logo> </GraphiQL.Logo>
            <FollowIdentity identity={identity} />
          </GraphiQL>
        ) : (
          <p className="empty">
            {mode.kind === 'production'
              ? 'Paste a token above: what you may ask for depends on who you are and why you ask.'
              : 'One moment.'}
          </p>
        )}
      </main>
    </div>
  );
}
