import { type BalanceItem, figureOf, type Sum } from '../cells-columns.ts';
import { CARRIED_OVER, NEW, RECEIVED } from '../forms/sums.ts';
import { percentTenths, shareOf } from '../ratio.ts';
import { countFigure, type NarrativeFigure, percentFigure, shareFigure } from './figure.ts';
import type { Material } from './input.ts';
import { texts } from './texts.ts';
import { footnoteTexts } from './texts-footnotes.ts';

/** Keeps counts of the whole province, each a sum of what its balance has. */
export function counter({
  draft,
  province,
}: Material): (id: string, sum: Sum, how: string) => NarrativeFigure {
  return (id, sum, how) => draft.figure(countFigure(`province.${id}`, figureOf(sum, province), how));
}

/** What there was to do in the whole province, and through which channels it came. */
export function writeIntake(material: Material, onlineShare: NarrativeFigure): void {
  const { draft, province } = material;
  const count = counter(material);
  const handled = count('handled', RECEIVED, 'carried over + online + direct + postal + forwarded, all rows');
  const before = count(
    'carried-over-and-forwarded',
    { ...CARRIED_OVER, receivedForwarded: 1 },
    'carried over + forwarded',
  );
  const carriedOver = count('carried-over', CARRIED_OVER, 'open before the period + transferred in − out');
  const forwarded = count('forwarded', { receivedForwarded: 1 }, 'legs opened by channel forwarded');
  const fresh = count('new', NEW, 'online + direct + postal');
  draft.paragraph('part', texts.intake.part);
  draft.paragraph('text', texts.intake.handled(handled));
  draft.paragraph('item', texts.intake.before(before, carriedOver, forwarded));
  draft.paragraph('item', texts.intake.fresh(fresh));
  if (figureOf(CARRIED_OVER, province) < 0) draft.footnote(carriedOver.id, footnoteTexts.negativeCarriedOver);
  writeChannels(material, onlineShare, fresh);
  writeTransfers(material);
}

function writeChannels(material: Material, onlineShare: NarrativeFigure, fresh: NarrativeFigure): void {
  const { draft, province, intakeByPost } = material;
  const total = figureOf(NEW, province);
  const channel = (id: string, item: BalanceItem) => ({
    count: counter(material)(id, { [item]: 1 }, `legs opened by channel ${id}`),
    share: draft.figure(
      shareFigure(`province.${id}.share`, shareOf(province[item], total), `${id} ÷ newly received`),
    ),
  });
  const direct = channel('direct', 'receivedDirect');
  const online = counter(material)('online', { receivedOnline: 1 }, 'legs opened by channel online');
  draft.paragraph('subitem', texts.intake.direct(direct.count, direct.share));
  draft.paragraph('subitem', texts.intake.online(online, onlineShare));
  if (intakeByPost.known === 'none') draft.paragraph('subitem', texts.intake.noPostal);
  else {
    const postal = channel('postal', 'receivedPostal');
    draft.paragraph('subitem', texts.intake.postal(intakeByPost.words, postal.count, postal.share));
    if (intakeByPost.known === 'some') draft.footnote(postal.count.id, footnoteTexts.intakeInPart);
  }
  if (total > 0) sayWhatSharesAddUpTo(material, fresh);
}

/** Shares are rounded each alone; where they do not make 100,0% that is said, and nothing is forced. */
function sayWhatSharesAddUpTo({ draft, province }: Material, fresh: NarrativeFigure): void {
  const total = figureOf(NEW, province);
  const { receivedDirect, receivedOnline, receivedPostal } = province;
  const tenths = [receivedDirect, receivedOnline, receivedPostal].map((count) => percentTenths(count, total));
  const sum = tenths.reduce((all, one) => all + one, 0);
  if (sum === 1_000) return;
  const how = `${tenths.map((one) => one / 10).join(' + ')}, each rounded alone`;
  const figure = draft.figure(percentFigure('province.shares-sum', sum, how));
  draft.footnote(fresh.id, footnoteTexts.sharesSum(figure));
}

function writeTransfers(material: Material): void {
  const { draft, province } = material;
  const staysWithin = province.transferredIn === province.transferredOut;
  if (!staysWithin)
    draft.note(
      `transferred in ${province.transferredIn}, out ${province.transferredOut}: a unit outside of these rows had part in it`,
    );
  if (province.transferredIn === 0) return;
  const transferred = counter(material)(
    'transferred',
    { transferredIn: 1 },
    'legs that went on at another unit',
  );
  draft.paragraph('item', texts.intake.transferred(transferred, staysWithin));
}
