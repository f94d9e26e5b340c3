import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { recordedIo } from '../support/io.ts'

async function cli(...argv: string[]) {
  const { io, out, notes } = recordedIo()
  const code = await run(argv, io)
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

/** The words that are offered, and what is said on files. */
async function offered(...words: string[]): Promise<string[]> {
  const { code, out } = await cli('complete', '--', ...words)
  expect(code).toBe(0)
  return out.split('\n').map((line) => line.split('\t')[0] ?? '')
}

describe('what is completed, from the program itself', () => {
  test.for<[words: string[], offers: string[]]>([
    [['de'], ['deploy', ':4']],
    [['comp'], ['completion', ':4']],
    [
      ['exclude', ''],
      ['list', 'add', 'remove', 'check', 'help', ':4'],
    ],
    [
      ['exclude', 'r'],
      ['remove', ':4'],
    ],
    [
      ['deploy', '--ru'],
      ['--runbook', ':4'],
    ],
    [
      ['exclude', 'add', '--an'],
      ['--anyway', ':4'],
    ],
    [
      ['rehearse', '--format', ''],
      ['table', 'json', 'csv', 'html', ':4'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', ':4'],
    ],
    [['apply', ''], [':0']],
    [['plan', '--out', ''], [':0']],
    [
      ['snapshot', '--ps'],
      ['--pseudonyms', ':4'],
    ],
  ])('%j', async ([words, offers]) => {
    expect(await offered(...words)).toEqual(offers)
  })

  test('every command, each with what it does, and not the one that shells ask', async () => {
    const { out } = await cli('complete', '--', '')
    const names = out.split('\n').map((line) => line.split('\t'))
    expect(names.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'plan',
        'apply',
        'restore',
        'ledger',
        'exclude',
        'deploy',
        'status',
        'snapshot',
        'rehearse',
        'simulate',
        'template',
        'completion',
      ]),
    )
    expect(names.map(([name]) => name)).not.toContain('complete')
    expect(names.find(([name]) => name === 'template')?.[1]).toMatch(/^Print the CloudFormation template/)
    expect((await cli('--help')).out).not.toMatch(/^ +complete /m)
  })
})

describe('the scripts', () => {
  test.for([
    ['bash', /complete -F \S+ iam-cleanup/],
    ['zsh', /^#compdef iam-cleanup/],
    ['fish', /complete -c iam-cleanup/],
  ] as const)('%s', async ([shell, says]) => {
    const { code, out } = await cli('completion', shell)
    expect(code).toBe(0)
    expect(out).toMatch(says)
    expect(out).toMatch(/iam-cleanup complete -- /)
  })

  test('another shell: wrong usage', async () => {
    expect(await cli('completion', 'tcsh')).toMatchObject({
      code: 2,
      notes: expect.stringContaining('Allowed choices are bash, zsh, fish'),
    })
  })

  test('bash can read its own, and asks; what the package bash-completion defines is given', async () => {
    const { out } = await cli('completion', 'bash')
    const asked = `${out}
      _get_comp_words_by_ref() { cur=de; prev=iam-cleanup; words=(iam-cleanup de); cword=1; }
      compopt() { :; }
      iam-cleanup() { [ "$*" = "complete -- de" ] && printf 'deploy\\tmake it\\n:4\\n'; }
      COMP_WORDS=(iam-cleanup de); COMP_CWORD=1; COMP_LINE='iam-cleanup de'; COMP_POINT=14
      "$(complete -p iam-cleanup | sed 's/.*-F \\([^ ]*\\) .*/\\1/')" iam-cleanup de iam-cleanup
      printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked], { encoding: 'utf8' })
    expect([stdout.trim(), stderr]).toEqual([expect.stringMatching(/^deploy/), ''])
  })
})
