import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { AnswerMemory } from '../../../../src/server/limits/AnswerMemory.ts';
import { defaultLimits } from '../../../../src/server/limits/Limits.ts';
import { defaultLoadLimits } from '../../../../src/server/limits/LoadLimits.ts';
import { OperationBudget } from '../../../../src/server/limits/OperationBudget.ts';

const kilobyte = 1024;
const memory = () => new AnswerMemory({ ...defaultLoadLimits, answerBytesPerConsumer: 200 * kilobyte });

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('OperationBudget', () => {
  it('once used up throws the same error at every charge, which graphql-js takes as it is', () => {
    const budget = new OperationBudget({ ...defaultLimits, values: 10 }, memory().open('a'));
    budget.charge(10, 0);
    budget.assertLeft();
    expect(budget.refusal).toBeUndefined();
    const first = thrownBy(() => {
      budget.charge(1, 0);
    });
    expect(first).toBeInstanceOf(GraphQLError);
    expect(first).toHaveProperty('path', []);
    expect(budget.refusal?.code).toBe('LIMIT_EXCEEDED');
    for (const again of [
      () => {
        budget.charge(0, 0);
      },
      () => {
        budget.assertLeft();
      },
      () => {
        budget.chargeRowsBehind(0);
      },
    ]) {
      expect(thrownBy(again)).toBe(first);
    }
  });

  it('takes memory while the answer is made, beside what other answers of the consumer take', () => {
    const shared = memory();
    const [one, other] = [shared.open('a'), shared.open('a')];
    other.take(100 * kilobyte);
    const budget = new OperationBudget(defaultLimits, one);
    budget.charge(1, 90 * kilobyte);
    expect(() => {
      budget.charge(1, 90 * kilobyte);
    }).toThrow('not read yet');
    expect(budget.refusal?.code).toBe('TOO_MANY_REQUESTS');
  });

  it('says how many rows behind may still be read', () => {
    const budget = new OperationBudget({ ...defaultLimits, rowsBehind: 5 }, memory().open('a'));
    budget.chargeRowsBehind(4);
    expect(budget.rowsBehindLeft()).toBe(1);
    expect(() => {
      budget.chargeRowsBehind(2);
    }).toThrow('More than 5 source events');
    expect(budget.rowsBehindLeft()).toBe(0);
  });
});
