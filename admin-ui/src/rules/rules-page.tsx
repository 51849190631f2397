import { Box, Tab, Tabs, Typography } from '@mui/material';
import { Link, useParams } from 'react-router-dom';
import { useMay } from '../api/use-session.js';
import { bookFacts } from '../book/book-facts.js';
import { useRuleSets } from '../book/use-rule-sets.js';
import { SubjectPicker } from '../editing/subject/subject-picker.js';
import { useSubject } from '../editing/subject/use-subject.js';
import { useShortcuts } from '../editing/use-shortcuts.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { PlanList } from './plans/plan-list.js';
import { ProductList } from './products/product-list.js';
import { isRuleKind, KIND_WORDS, RULE_KINDS } from './rule-kinds.js';
import { RuleList } from './rule-list.js';

/** All rules that prices come from, apart from the printed tables, in plain words. */
export function RulesPage() {
  const { kind: wanted } = useParams();
  const kind = isRuleKind(wanted) ? wanted : 'discounts';
  const { subject, editable } = useSubject();
  const { ruleSets, unread, isPending, error, refetch } = useRuleSets(subject);
  const maySetRules = useMay('edit_rules');
  useShortcuts();
  const facts = bookFacts(ruleSets);
  const shared = { ruleSets, facts, editable: editable && maySetRules };
  return (
    <>
      <PageHeader title="Rules and offers" beside={<SubjectPicker />} />
      <Tabs value={kind} variant="scrollable" aria-label="Kinds of rules" sx={{ mb: 2 }}>
        {RULE_KINDS.map((one) => (
          <Tab key={one} value={one} label={KIND_WORDS[one].tab} component={Link} to={`/rules/${one}`} />
        ))}
      </Tabs>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {KIND_WORDS[kind].what}
      </Typography>
      {error !== null && <Failure title="The rules could not be read" error={error} onRetry={() => void refetch()} />}
      {unread.length > 0 && (
        <Failure
          title="Some files are not valid YAML"
          error={new Error(`${unread.join(', ')}: fix them under Prices, YAML.`)}
        />
      )}
      {isPending ? (
        <Waiting label="Reading the rules" />
      ) : (
        <Box>
          {kind === 'plans' && <PlanList {...shared} />}
          {kind === 'products' && <ProductList {...shared} />}
          {kind !== 'plans' && kind !== 'products' && <RuleList key={kind} kind={kind} {...shared} />}
        </Box>
      )}
    </>
  );
}
