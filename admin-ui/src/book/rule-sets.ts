import type {
  DiscountsRuleSet,
  RuleSet as KindOfRuleSet,
  MultipliersRuleSet,
  Option,
  OverridesRuleSet,
  PlansRuleSet,
  PricesRuleSet,
  When,
} from '../../../schemas/types/rule-sets.js';

/* Rule sets as the API gives them as JSON: their types are made of the schemas of the rule language. */

export type { When };
export type OptionSpec = Option;
export type PlanSpec = PlansRuleSet['plans'][string];
type RateSpec = NonNullable<PricesRuleSet['rates']>[number];

/** A rule or a rate of any kind; a field that its kind does not have is missing. */
export type RuleSpec = Fields<
  (DiscountsRuleSet | MultipliersRuleSet | OverridesRuleSet)['rules'][number] | RateSpec,
  'id'
>;

/** A rule set of any kind; a field that its kind does not have is missing. */
export type RuleSet = Fields<KindOfRuleSet, 'kind'>;

/** A rule set and its path. */
export interface RuleSetFile {
  readonly path: string;
  readonly content: RuleSet;
}

/** The fields of all types of a union. `Common` are those that every one of them has. */
type Fields<Union, Common extends KeyOf<Union>> = {
  readonly [Name in Exclude<KeyOf<Union>, Common>]?: FieldOf<Union, Name>;
} & { readonly [Name in Common]: FieldOf<Union, Name> };

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

type FieldOf<Union, Name extends PropertyKey> = Union extends { readonly [Key in Name]?: infer Value } ? Value : never;
