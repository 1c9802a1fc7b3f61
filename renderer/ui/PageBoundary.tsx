import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';

interface Words {
  readonly title: string;
  readonly hint: string;
  readonly again: string;
  readonly details: string;
}

interface Props {
  readonly words: Words;
  /** Says which page it is; with another one the failure of the last is over. */
  readonly page: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly page: string;
}

/** Keeps what is around a page working when the page breaks: says so, and shows it anew on demand. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, page: this.props.page };

  static getDerivedStateFromError(thrown: unknown): Pick<State, 'error'> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  static getDerivedStateFromProps({ page }: Props, state: State): State | null {
    return page === state.page ? null : { page, error: null };
  }

  override render(): ReactNode {
    const { words, children } = this.props;
    const { error } = this.state;
    if (error === null) return children;
    return (
      <Alert color="red" icon={<IconAlertTriangle size={18} />} title={words.title} m="md" maw={720} mx="auto" role="alert" data-testid="page-broken">
        <Text size="sm" mb="xs">{words.hint}</Text>
        <Group gap="xs" mb="xs"><Button onClick={() => this.setState({ error: null })} data-testid="page-again">{words.again}</Button></Group>
        <details><summary style={{ cursor: 'pointer', fontSize: 12 }}>{words.details}</summary><Text size="xs" c="dimmed" lang="en" style={{ overflowWrap: 'anywhere', userSelect: 'text' }}>{error.message}</Text></details>
      </Alert>
    );
  }
}
