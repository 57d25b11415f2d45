/** Dossiers of five events each over a quarter, as NDJSON lines: what a bench sends. Deterministic. */
export function* eventLines(dossiers: number): Generator<{ key: string; line: string }> {
  for (let i = 0; i < dossiers; i++) {
    const subject = `HS-2020-${String(i).padStart(7, '0')}`;
    const unit = units[i % units.length] ?? 'so-tu-phap';
    const day = String(1 + (i % 28)).padStart(2, '0');
    const steps: readonly (readonly [type: string, time: string, data: object])[] = [
      [
        'received',
        `2020-01-${day}T08:15:00+07:00`,
        {
          unit,
          channel: i % 8 === 0 ? 'online' : 'direct',
          procedure: `2.0006${i % 40}`,
          field: `linh-vuc-${i % 7}`,
          due: `2020-02-${day}`,
        },
      ],
      ['supplement-requested', `2020-01-${day}T14:00:00+07:00`, { unit }],
      ['supplemented', `2020-02-${day}T09:00:00+07:00`, { unit, due: `2020-03-${day}` }],
      ['due-changed', `2020-03-${day}T09:30:00+07:00`, { unit, due: `2020-03-28` }],
      [
        'resolved',
        `2020-03-${day}T10:00:00+07:00`,
        { unit, outcome: 'granted', returnedVia: i % 9 === 0 ? 'postal' : 'direct' },
      ],
    ];
    for (const [step, [type, time, data]] of steps.entries()) {
      const event = {
        specversion: '1.0',
        id: `${subject}-${step}`,
        source: `/mcdt/${unit}`,
        type: `vn.tthc.dossier.${type}.v1`,
        subject,
        time,
        datacontenttype: 'application/json',
        data,
      };
      yield { key: subject, line: JSON.stringify(event) };
    }
  }
}

export const EVENTS_PER_DOSSIER = 5;

const units = [
  'vp-ubnd',
  'so-tu-phap',
  'so-y-te',
  'so-tnmt',
  'so-ldtbxh',
  'so-noi-vu',
  'so-tai-chinh',
  'so-khdt',
  'so-khcn',
  'so-xay-dung',
  'so-gddt',
  'so-nnptnt',
  'so-gtvt',
  'so-cong-thuong',
  'so-ngoai-vu',
  'bql-kkt',
  'so-vhttdl',
  'so-tttt',
  'cong-an',
  'bhxh',
  'dong-ha',
  'tx-quang-tri',
  'vinh-linh',
  'huong-hoa',
  'gio-linh',
  'dakrong',
  'cam-lo',
  'trieu-phong',
  'hai-lang',
];
