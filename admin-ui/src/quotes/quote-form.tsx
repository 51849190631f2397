import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import type { Facts, FactValue, Products } from '../../../schemas/types/api.js';
import { InstantField } from '../layout/forms/instant-field.js';
import { HERE } from '../layout/zoned-instant.js';
import { FactField } from './fact-field.js';
import type { Question } from './question.js';

interface Props {
  readonly products: Products;
  readonly product: Products['products'][number];
  readonly question: Question;
  readonly onChange: (question: Question) => void;
}

/** The question, field by field, as the book defines it. */
export function QuoteForm({ products, product, question, onChange }: Props) {
  const plans = new Map(products.plans.map(({ plan, title }) => [plan, title]));
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Autocomplete
        size="small"
        options={[...products.products]}
        getOptionLabel={({ title }) => title}
        isOptionEqualToValue={(a, b) => a.product === b.product}
        value={product}
        disableClearable
        onChange={(_event, next) => onChange({ ...question, product: next.product, options: {} })}
        renderInput={(params) => <TextField {...params} fullWidth label="Product" />}
      />
      {product.options.map((fact) => (
        <FactField
          key={fact.name}
          fact={fact}
          value={question.options[fact.name]}
          onChange={(value) => onChange({ ...question, options: withFact(question.options, fact.name, value) })}
        />
      ))}
      <Typography variant="h3" component="h2">
        The buyer
      </Typography>
      {products.context.map((fact) => (
        <FactField
          key={fact.name}
          fact={fact}
          labels={plans}
          value={question.context[fact.name]}
          onChange={(value) => onChange({ ...question, context: withFact(question.context, fact.name, value) })}
        />
      ))}
      <Typography variant="h3" component="h2">
        The moment
      </Typography>
      <InstantField
        label="At"
        value={question.at}
        onChange={(at) => onChange({ ...question, at })}
        bookZone={HERE}
        helperText="Now, when left out."
      />
    </Box>
  );
}

function withFact(facts: Facts, name: string, value: FactValue | undefined): Facts {
  const { [name]: _, ...others } = facts;
  return value === undefined ? others : { ...others, [name]: value };
}
