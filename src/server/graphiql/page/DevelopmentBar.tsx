import { type ChangeEvent, useEffect, useState } from 'react';
import { ClaimInput } from './ClaimInput.tsx';
import type { DevelopmentCaller } from '../../development/DevelopmentCaller.ts';
import { fetchToken } from './developmentApi.ts';
import type { Identity } from './Identity.ts';

interface Choice {
  readonly consumer: string;
  readonly purpose: string;
  readonly claims: Readonly<Record<string, string>>;
}

/** Lets one pose as any consumer of the project, for any purpose of its agreements. */
export function DevelopmentBar(properties: {
  readonly callers: readonly DevelopmentCaller[];
  readonly onIdentity: (identity: Identity | undefined) => void;
}) {
  const { callers, onIdentity } = properties;
  const [choice, setChoice] = useState<Choice>(() => choose(callers[0]));
  const [trouble, setTrouble] = useState<string>();
  const caller = callers.find(({ consumer }) => consumer === choice.consumer);
  const purpose = caller?.purposes.find(({ name }) => name === choice.purpose);

  useEffect(() => {
    let current = true;
    setTrouble(undefined);
    fetchToken(choice).then(
      (token) => {
        if (current) onIdentity({ token, purpose: choice.purpose });
      },
      (error: unknown) => {
        if (!current) return;
        onIdentity(undefined);
        setTrouble(error instanceof Error ? error.message : 'No token.');
      },
    );
    return () => {
      current = false;
    };
  }, [choice, onIdentity]);

  return (
    <>
      <label>
        Consumer
        <select
          value={choice.consumer}
          onChange={({ target }: ChangeEvent<HTMLSelectElement>) => {
            setChoice(choose(callers.find(({ consumer }) => consumer === target.value)));
          }}
        >
          {callers.map(({ consumer }) => (
            <option key={consumer}>{consumer}</option>
          ))}
        </select>
      </label>
      <label>
        Purpose
        <select
          value={choice.purpose}
          onChange={({ target }: ChangeEvent<HTMLSelectElement>) => {
            setChoice(choose(caller, target.value));
          }}
        >
          {caller?.purposes.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {trouble === undefined ? (
        <span className="note" title={caller?.description}>
          {caller?.team}: {caller?.description}
        </span>
      ) : (
        <span className="note trouble" role="alert">
          {trouble}
        </span>
      )}
      {purpose?.claims.map((claim) => (
        <ClaimInput
          key={claim.name}
          claim={claim}
          value={choice.claims[claim.name] ?? ''}
          onValue={(value) => {
            setChoice({ ...choice, claims: { ...choice.claims, [claim.name]: value } });
          }}
        />
      ))}
    </>
  );
}

function choose(caller: DevelopmentCaller | undefined, purposeName?: string): Choice {
  const purpose = caller?.purposes.find(({ name }) => name === purposeName) ?? caller?.purposes[0];
  return {
    consumer: caller?.consumer ?? '',
    purpose: purpose?.name ?? '',
    claims: Object.fromEntries((purpose?.claims ?? []).map(({ name, example }) => [name, example ?? ''])),
  };
}
