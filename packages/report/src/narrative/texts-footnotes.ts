import type { NarrativeFigure } from './figure.ts';
import { type Runs, say } from './runs.ts';

type F = NarrativeFigure;

/** What is said below the text of its figures, in Vietnamese like the text. */
export const footnoteTexts = {
  sharesSum: (sum: F): Runs =>
    say`Các tỷ lệ được làm tròn riêng từng tỷ lệ đến một chữ số thập phân nên cộng lại là ${sum}, không điều chỉnh cho bằng 100,0%.`,
  negativeCarriedOver: say`Số âm do trong kỳ đã chuyển giao cho đơn vị khác cả những hồ sơ tiếp nhận trong kỳ.`,
  intakeInPart: say`Ở các đơn vị chưa tính riêng, hồ sơ nhận qua BCCI (nếu có) nằm trong số hồ sơ tiếp nhận trực tiếp hoặc chưa được ghi nhận.`,
  unlikeCoverage: (reporting: Runs): Runs =>
    say`Tử số chỉ tính tại ${reporting}, mẫu số tính tại tất cả các đơn vị; hai bên không cùng phạm vi nên tỷ lệ này chỉ để tham khảo.`,
  rules: (rule: {
    readonly many: F;
    readonly perDay: string;
    readonly atLeast: string;
    readonly mostOnline: string;
    readonly few: string;
  }): Runs =>
    say`Tiêu chí: đơn vị có số lượng hồ sơ phát sinh cao (nhiều) là đơn vị có từ ${rule.many} hồ sơ tiếp nhận mới trong kỳ trở lên, không kể liên thông (bình quân từ ${rule.perDay} hồ sơ mỗi ngày làm việc và không dưới ${rule.atLeast} hồ sơ); thực hiện tốt việc tiếp nhận trực tuyến là có hồ sơ trực tuyến chiếm từ ${rule.mostOnline}% số đó trở lên; rất ít là hồ sơ trực tuyến và qua BCCI chiếm dưới ${rule.few}% số đó; không phát sinh là không tiếp nhận hồ sơ nào, kể cả liên thông.`,
  notJudged: say`Không xét về hồ sơ qua BCCI các đơn vị chưa có số liệu BCCI.`,
  perDay: (count: F, days: F, name: string, version: string, isCovered: boolean): Runs =>
    say`${count} hồ sơ chia cho ${days} ngày làm việc, theo lịch "${name}" (phiên bản ${version})${isCovered ? '' : '; lịch không bao gồm toàn bộ thời gian này, các ngày nghỉ lễ ngoài phạm vi của lịch chưa được trừ'}.`,
  published: (text: string, note: string | undefined): Runs =>
    say`Số đã công bố: ${text}${note === undefined ? '' : `; ${note.replace(/\.\s*$/, '')}`}.`,
};
