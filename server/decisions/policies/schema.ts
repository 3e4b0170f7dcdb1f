import { z } from 'zod';
import { policyRuleSchema } from '../proposals/schema.ts';

const instant = z.iso.datetime({ offset: true });

/** The policy set as a reader sees it: versions, and each rule in plain words beside its Cedar text. */
export const policiesSchema = z.object({
  active: z.number().int(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      state: z.string(),
      note: z.string(),
      text: z.string(),
      textHash: z.string(),
      authorId: z.string(),
      activatedBy: z.string().nullable(),
      createdAt: instant,
      activatedAt: instant.nullable(),
      rules: z.array(policyRuleSchema.extend({ text: z.string(), decided: z.number().int() })),
    }),
  ),
});
export type Policies = z.infer<typeof policiesSchema>;
