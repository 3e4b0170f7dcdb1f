import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { ModelScreen } from '@/components/agents/model-screen';

type Props = { params: Promise<{ name: string; version: string }> };

const read = async ({ params }: Props) => {
  const { name, version } = await params;
  return { name: decodeURIComponent(name), version: decodeURIComponent(version) };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { name, version } = await read(props);
  return { title: `${name} ${version}` };
}

export default async function ModelPage(props: Props) {
  const model = await read(props);
  const person = await requirePerson(
    `/agents/models/${encodeURIComponent(model.name)}/${encodeURIComponent(model.version)}`,
  );
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.agents.model.queryOptions(model))]}
    >
      <ModelScreen {...model} />
    </Prefetched>
  );
}
