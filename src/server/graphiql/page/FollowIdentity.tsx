import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { exampleQuery, welcomeQuery } from './exampleQuery.ts';
import type { Identity } from './Identity.ts';

/**
 * Reads the schema anew when the identity changes, for each caller has its own, and puts an example of it into the
 * editor as long as nobody has written there.
 */
export function FollowIdentity({ identity }: { readonly identity: Identity | undefined }) {
  const actions = useGraphiQLActions();
  const schema = useGraphiQL((state) => state.schema);
  const editor = useGraphiQL((state) => state.queryEditor);
  const example = useRef(welcomeQuery);

  useEffect(() => {
    if (!identity) return;
    // What still runs is shown to the caller before.
    actions.stop();
    void actions.introspect();
  }, [identity, actions]);

  useEffect(() => {
    if (!schema || !editor) return;
    const next = exampleQuery(schema);
    const renew = () => {
      const text = editor.getValue();
      if (text === next || (text !== example.current && text !== welcomeQuery)) return;
      example.current = next;
      editor.setValue(next);
      // GraphiQL reads the new operation's name a moment later, and would run one that is gone until then.
      const [, name] = /^query (\w+)/m.exec(next) ?? [];
      if (name !== undefined) actions.setOperationName(name);
    };
    renew();
    // GraphiQL fills its editor when it is ready, which may be after the schema has come.
    const listening = editor.onDidChangeModelContent(renew);
    return () => {
      listening.dispose();
    };
  }, [schema, editor, actions]);

  return null;
}
