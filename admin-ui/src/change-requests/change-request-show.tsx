import { Alert, Box, Tab, Tabs, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom';
import { useMay } from '../api/use-session.js';
import { FilesView } from '../comparison/files-view.js';
import { PriceChangesView } from '../comparison/price-changes-view.js';
import { isOpen } from '../editing/is-open.js';
import { usePreview } from '../editing/previews/use-preview.js';
import { useEditor, useEditorState } from '../editing/use-editor.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { WarningList } from '../layout/warning-list.js';
import { count, shownInstant } from '../layout/words.js';
import { StateChip } from './change-request-list.js';
import { ChecksView } from './checks/checks-view.js';
import { Conversation } from './conversation.js';
import { ImpactView } from './impact/impact-view.js';
import { NextStepCard } from './next-step/next-step-card.js';
import { PreviewSummary } from './preview-summary.js';
import { TitleField } from './title-field.js';
import { useChangeRequest } from './use-change-request.js';

const TABS = ['prices', 'impact', 'checks', 'files', 'conversation'] as const;
type TabName = (typeof TABS)[number];

/** One change, from idea to release: its effect, and the one next step for the person who looks at it. */
export function ChangeRequestShow() {
  const id = Number(useParams()['id']);
  const editor = useEditor();
  const { change: working, status } = useEditorState();
  const { change, steps, refresh } = useChangeRequest(id);
  const mayEdit = useMay('edit_amounts');
  const [tab, setTab] = useState<TabName>('prices');
  const { data } = change;
  const preview = usePreview(data !== undefined && data.state !== 'withdrawn' ? data : undefined);
  // The editor works on the same version of the change as this page shows.
  useEffect(() => {
    if (data !== undefined && working?.id === data.id && status === 'saved')
      editor.open(isOpen(data) ? data : undefined);
  }, [data, working?.id, status, editor]);
  if (change.error !== null && data === undefined) {
    return <Failure title="The change could not be read" error={change.error} onRetry={() => void change.refetch()} />;
  }
  if (data === undefined) return <Waiting label="Reading the change" />;
  const open = isOpen(data);
  const labels: Readonly<Record<TabName, string>> = {
    prices: preview?.prices === undefined ? 'Prices' : `Prices (${preview.prices.summary.prices})`,
    impact: 'Impact',
    checks: checksLabel(preview?.checks),
    files: `YAML (${data.files.length})`,
    conversation: `Conversation (${data.reviews.length})`,
  };
  return (
    <>
      <PageHeader title={`Change ${data.id}`} beside={<StateChip state={data.state} />} />
      <TitleField change={data} editable={mayEdit && open} onSaved={refresh} />
      <Typography color="textSecondary" variant="body2" sx={{ mb: 2 }}>
        By {data.authors.join(', ')}, on release {data.base}. Last changed {shownInstant(data.updated_at)}.
        {data.release !== null &&
          data.effective_at !== null &&
          ` Release ${data.release}, in force from ${shownInstant(data.effective_at)}.`}
      </Typography>
      {steps !== undefined && <NextStepCard change={data} steps={steps} preview={preview} onDone={refresh} />}
      {data.approvals.because.length > 0 && (
        <Alert severity="info" sx={{ mb: 2 }}>
          It needs {count(data.approvals.needed, 'approval')}: {data.approvals.because.join('; ')}.
        </Alert>
      )}
      <PreviewSummary preview={preview} />
      <WarningList found={preview?.warnings} />
      <Tabs
        value={tab}
        onChange={(_event, next: TabName) => setTab(next)}
        variant="scrollable"
        aria-label="Effect of the change"
        sx={{ mb: 2 }}
      >
        {TABS.map((name) => (
          <Tab key={name} value={name} label={labels[name]} id={`tab-${name}`} aria-controls={`panel-${name}`} />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'prices' && (
          <PriceChangesView
            prices={preview?.prices}
            csv={{ path: `/v1/change-requests/${id}/compare`, name: `change-${id}.csv` }}
          />
        )}
        {tab === 'impact' && <ImpactView impact={preview?.impact} progress={preview?.progress} />}
        {tab === 'checks' && (
          <ChecksView checks={preview?.checks} change={data} editable={mayEdit && open} onDone={refresh} />
        )}
        {tab === 'files' && (
          <FilesView path={`/v1/change-requests/${id}/compare`} version={`${data.revision} ${data.base}`} />
        )}
        {tab === 'conversation' && <Conversation change={data} canComment={mayEdit} onDone={refresh} />}
      </Box>
    </>
  );
}

function checksLabel(checks: readonly { readonly outcome: string }[] | undefined): string {
  if (checks === undefined) return 'Checks';
  const broken = checks.filter(({ outcome }) => outcome !== 'passed').length;
  return broken === 0 ? `Checks (all ${checks.length} pass)` : `Checks (${broken} of ${checks.length} fail)`;
}
