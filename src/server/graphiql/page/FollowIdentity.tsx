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
    if (identity) void actions.introspect();
  }, [identity, actions]);

  useEffect(() => {
    if (!schema || !editor) return;
    const text = editor.getValue();
    const next = exampleQuery(schema);
    if (text.trim() === '' || text === example.current || text === welcomeQuery) {
      example.current = next;
      editor.setValue(next);
    }
  }, [schema, editor]);

  return null;
}
