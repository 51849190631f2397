import type {
  ChangeRequest,
  Impact,
  MovedPrice,
  PriceHistory,
  PriceTables,
  Session,
  Step,
} from '../../../schemas/types/api.js';

/* Names for parts of what the API answers: its description names whole answers only. */

export type Permission = Session['permissions'][number];
export type ChangeState = ChangeRequest['state'];
export type StepName = Step['step'];
export type PriceTable = PriceTables['tables'][number];
export type ChangedCase = MovedPrice['cases'][number];
export type DatedPriceChange = PriceHistory['moves'][number];
export type CurrencyImpact = Impact['currencies'][number];
export type ImpactLine = Omit<CurrencyImpact, 'currency' | 'products' | 'plans' | 'days' | 'movers'>;
