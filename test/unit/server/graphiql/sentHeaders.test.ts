import { describe, expect, it } from '@jest/globals';
import { sentHeaders } from '../../../../src/server/graphiql/page/sentHeaders.ts';

const identity = { token: 'a.b.c', purpose: 'CARE' };

describe('sentHeaders', () => {
  it('says who asks, and why', () => {
    expect(sentHeaders(identity)).toEqual({ authorization: 'Bearer a.b.c', 'x-concordat-purpose': 'CARE' });
    expect(sentHeaders({ ...identity, purpose: '' })).toEqual({ authorization: 'Bearer a.b.c' });
    expect(sentHeaders(undefined)).toEqual({});
  });

  it('lets a header that was typed win, in whatever case its name is', () => {
    expect(sentHeaders(identity, { Authorization: 'Bearer x', 'X-Other': 1 })).toEqual({
      authorization: 'Bearer x',
      'x-concordat-purpose': 'CARE',
      'x-other': '1',
    });
  });
});
