/** Embedding and EmbeddingBag: standard normals, the row of padding_idx zero. */
import { standardNormal } from './draws.ts';
import { flag, none, nullable, oneOf, real, size, whole } from './kinds.ts';
import { type Made, slot } from './made.ts';
import { type Definition, define, optional, refused, required } from './signature.ts';

interface Table {
  num_embeddings: number;
  embedding_dim: number;
  padding_idx: number | null;
}

/** @param cause PyTorch's words for a row that there is not; its two layers differ in a capital. */
function embedding({ num_embeddings, embedding_dim, padding_idx }: Table, name: string, cause: string): Made {
  if (padding_idx !== null && (padding_idx >= num_embeddings || padding_idx < -num_embeddings)) {
    throw refused(
      name,
      `${cause}, found padding_idx=${padding_idx} and num_embeddings=${num_embeddings}`,
      `None, or ${-num_embeddings} to ${num_embeddings - 1}`,
    );
  }
  const row = padding_idx === null ? undefined : (padding_idx + num_embeddings) % num_embeddings;
  const weight = slot(num_embeddings, embedding_dim);
  return { parameters: [{ name: 'weight', slot: weight }], draws: [standardNormal(weight, row)] };
}

const table = { num_embeddings: required(size), embedding_dim: required(size) };
const norm = {
  max_norm: optional(nullable(real), null),
  norm_type: optional(real, 2, '2.0'),
  scale_grad_by_freq: optional(flag, false),
};
const padding_idx = optional(nullable(whole), null);

export const embeddings: Definition[] = [
  define(
    'Embedding',
    { ...table, padding_idx, ...norm, sparse: optional(flag, false), _weight: optional(none, null) },
    (args, name) => embedding(args, name, 'Padding_idx must be within num_embeddings'),
  ),
  define(
    'EmbeddingBag',
    {
      ...table,
      ...norm,
      mode: optional(oneOf('sum', 'mean', 'max'), 'mean'),
      sparse: optional(flag, false),
      _weight: optional(none, null),
      include_last_offset: optional(flag, false),
      padding_idx,
    },
    (args, name) => embedding(args, name, 'padding_idx must be within num_embeddings'),
  ),
];
