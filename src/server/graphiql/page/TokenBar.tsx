import { type ChangeEvent, useEffect, useState } from 'react';
import type { Identity } from './Identity.ts';
import { tokenPurposes } from './tokenPurposes.ts';

/** Takes a token that one already has. It is kept in this page's memory and nowhere else. */
export function TokenBar({ onIdentity }: { readonly onIdentity: (identity: Identity | undefined) => void }) {
  const [token, setToken] = useState('');
  const [chosen, setChosen] = useState('');
  const purposes = tokenPurposes(token);
  const purpose = purposes.includes(chosen) ? chosen : (purposes[0] ?? '');

  useEffect(() => {
    onIdentity(token === '' ? undefined : { token, purpose });
  }, [token, purpose, onIdentity]);

  return (
    <>
      <label className="wide">
        Token
        <input
          type="password"
          autoComplete="off"
          value={token}
          placeholder="Paste a token (JWT)"
          onChange={({ target }: ChangeEvent<HTMLInputElement>) => {
            setToken(target.value.trim().replace(/^Bearer\s+/i, ''));
          }}
        />
      </label>
      {purposes.length > 0 && (
        <label>
          Purpose
          <select
            value={purpose}
            onChange={({ target }: ChangeEvent<HTMLSelectElement>) => {
              setChosen(target.value);
            }}
          >
            {purposes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
