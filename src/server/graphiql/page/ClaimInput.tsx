import type { ChangeEvent } from 'react';
import type { DevelopmentClaim } from '../../development/DevelopmentCaller.ts';

/** Lets one say what the token claims for a row policy, on a line of its own: without a claim there is nothing to see. */
export function ClaimInput(properties: {
  readonly claim: DevelopmentClaim;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const { claim, value, onValue } = properties;
  return (
    <div className="claim">
      <label>
        <span>
          Claim <code>{claim.name}</code> of the token
        </span>
        <input
          value={value}
          size={40}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }: ChangeEvent<HTMLInputElement>) => {
            onValue(target.value);
          }}
        />
      </label>
      {claim.policies.map(({ contract, field }) => (
        <span key={contract}>
          {value === '' ? (
            <>
              Empty: without a value <code>{contract}</code> does not exist for this consumer.
            </>
          ) : (
            <>
              Of <code>{contract}</code> only rows whose <code>{field}</code> is this value are shown.
            </>
          )}
        </span>
      ))}
      <span>{hint(claim, value)}</span>
    </div>
  );
}

function hint({ example }: DevelopmentClaim, value: string): string {
  if (example === null) return 'No row has a value yet.';
  return value === example ? 'This one has rows; try another.' : `${example} has rows.`;
}
