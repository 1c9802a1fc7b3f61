import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkNode } from '../../../shared/ipc/channels.ts';
import { AskConfirm } from '../../ui/AskConfirm.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import type { NetworkActions } from './actions.ts';
import { LocalNodeForm } from './LocalNodeForm.tsx';
import { NodeDialog } from './NodeDialog.tsx';
import { addressOf } from './nodeForm.ts';
import { useLoaded } from './useLoaded.ts';

/** Settings of the hospital's network: which PACS there are, and who this console is to them. */
export function NetworkSettings({ actions }: { actions: NetworkActions }) {
  const { t } = useTranslation('network');
  const found = useLoaded(actions.nodes);
  /** `new` adds one. */
  const [editing, setEditing] = useState<NetworkNode | 'new' | null>(null);
  const [removing, setRemoving] = useState<NetworkNode | null>(null);
  const nodes = found.value?.nodes ?? [];
  return (
    <>
      <Section title={t('nodes')} testId="network-nodes" aside={<Button leftSection={<IconPlus size={14} />} onClick={() => setEditing('new')} disabled={!found.value} data-testid="node-add">{t('addNode')}</Button>}>
        <Stack gap="xs">
          <ErrorNotice error={found.error} />
          {found.value && nodes.length === 0 ? <EmptyState title={t('noNodes')}>{t('noNodesHint')}</EmptyState> : null}
          {nodes.length > 0 ? (
            <Table verticalSpacing={4}>
              <Table.Thead><Table.Tr><Table.Th>{t('field.name')}</Table.Th><Table.Th>{t('field.kind')}</Table.Th><Table.Th>{t('address')}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
              <Table.Tbody>
                {nodes.map((node) => (
                  <Table.Tr key={node.id} data-testid={`node-row-${node.name}`}>
                    <Table.Td fw={600}>{node.name}</Table.Td>
                    <Table.Td><Badge color="gray">{t(`kind.${node.kind}`)}</Badge></Table.Td>
                    <Table.Td><Text size="sm" ff="monospace" style={{ wordBreak: 'break-all', userSelect: 'text' }}>{addressOf(node)}</Text></Table.Td>
                    <Table.Td>
                      <Group gap={6} justify="flex-end" wrap="nowrap">
                        <Button size="compact-sm" variant="default" onClick={() => setEditing(node)} aria-label={t('editOf', { name: node.name })}>{t('editOrTest')}</Button>
                        <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(node)} aria-label={t('removeOf', { name: node.name })}>{t('remove')}</Button>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          ) : null}
        </Stack>
      </Section>
      <Section title={t('local')} testId="network-local">
        {found.value ? <LocalNodeForm key={JSON.stringify([found.value.local.aeTitle, found.value.local.port, found.value.local.isReceiving])} local={found.value.local} actions={actions} onSaved={found.reload} /> : null}
      </Section>
      {editing ? <NodeDialog node={editing === 'new' ? null : editing} localAeTitle={found.value?.local.aeTitle ?? ''} actions={actions} onClose={() => setEditing(null)} onSaved={() => { setEditing(null); found.reload(); }} /> : null}
      {removing ? (
        <AskConfirm title={t('removeOf', { name: removing.name })} confirm={t('remove')} back={t('cancel')} onClose={() => setRemoving(null)} onConfirm={async () => { await actions.removeNode(removing.id); found.reload(); }}>
          {t('removeHint')}
        </AskConfirm>
      ) : null}
    </>
  );
}
