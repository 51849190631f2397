import GroupOutlined from '@mui/icons-material/GroupOutlined';
import HistoryOutlined from '@mui/icons-material/HistoryOutlined';
import KeyOutlined from '@mui/icons-material/KeyOutlined';
import NewReleasesOutlined from '@mui/icons-material/NewReleasesOutlined';
import RateReviewOutlined from '@mui/icons-material/RateReviewOutlined';
import RequestQuoteOutlined from '@mui/icons-material/RequestQuoteOutlined';
import RuleOutlined from '@mui/icons-material/RuleOutlined';
import TableChartOutlined from '@mui/icons-material/TableChartOutlined';
import { Menu } from 'react-admin';
import { useMay } from '../api/use-session.js';

/** The pages of the console, without those that the person may not see. */
export function ConsoleMenu() {
  const administers = useMay('administer');
  return (
    <Menu>
      <Menu.Item to="/prices" primaryText="Prices" leftIcon={<TableChartOutlined />} />
      <Menu.Item to="/rules" primaryText="Rules and offers" leftIcon={<RuleOutlined />} />
      <Menu.Item to="/change-requests" primaryText="Changes" leftIcon={<RateReviewOutlined />} />
      <Menu.Item to="/quotes" primaryText="Ask for a quote" leftIcon={<RequestQuoteOutlined />} />
      <Menu.Item to="/releases" primaryText="Releases" leftIcon={<NewReleasesOutlined />} />
      <Menu.Item to="/audit" primaryText="Audit log" leftIcon={<HistoryOutlined />} />
      {administers && <Menu.Item to="/people" primaryText="People" leftIcon={<GroupOutlined />} />}
      {administers && <Menu.Item to="/api-keys" primaryText="API keys" leftIcon={<KeyOutlined />} />}
    </Menu>
  );
}
