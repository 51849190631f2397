import { Alert, Box, Card, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useReleases } from '../book/use-tables.js';
import { useEditorState } from '../editing/use-editor.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { CurlBox } from './curl-box.js';
import { type Question, questionBody } from './question.js';
import { QuoteAnswer } from './quote-answer.js';
import { QuoteForm } from './quote-form.js';
import { type BookChoice, SideBySide } from './side-by-side.js';
import { useProducts } from './use-quote.js';

/** Ask for a quote: by a form that the book itself defines, of several books side by side. */
export function QuotePage() {
  const { data: releases } = useReleases();
  const { change } = useEditorState();
  const [query] = useSearchParams();
  const [question, setQuestion] = useState<Question>();
  const [books, setBooks] = useState<readonly BookChoice[]>([{ kind: 'current' }]);
  const products = useProducts();
  useEffect(() => {
    const [first] = products.data?.products ?? [];
    if (question !== undefined || first === undefined) return;
    setQuestion({ product: query.get('product') ?? first.product, options: {}, context: {}, at: '' });
  }, [products.data, question, query]);
  if (products.error !== null) {
    return (
      <Failure title="The products could not be read" error={products.error} onRetry={() => void products.refetch()} />
    );
  }
  if (products.data === undefined || question === undefined || releases === undefined) {
    return <Waiting label="Reading the products" />;
  }
  const product = products.data.products.find((one) => one.product === question.product);
  return (
    <>
      <PageHeader title="Ask for a quote" />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '320px minmax(0, 1fr)' },
        }}
      >
        <Card variant="outlined" sx={{ p: 2 }} component="section" aria-label="The question">
          {product === undefined ? (
            <Alert severity="error">There is no product {question.product}.</Alert>
          ) : (
            <QuoteForm products={products.data} product={product} question={question} onChange={setQuestion} />
          )}
        </Card>
        <Box sx={{ minWidth: 0 }}>
          <SideBySide books={books} releases={releases.releases} working={change} onChange={setBooks} />
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: `repeat(${Math.min(books.length, 3)}, minmax(0, 1fr))` },
            }}
          >
            {books.map((book) => (
              <QuoteAnswer key={JSON.stringify(book)} book={book} question={question} narrow={books.length > 1} />
            ))}
          </Box>
          <Typography variant="h3" sx={{ mt: 3, mb: 1 }}>
            The same quote as a command
          </Typography>
          <CurlBox body={questionBody(question)} />
        </Box>
      </Box>
    </>
  );
}
