import { anomalyCodes, type RefusalReason, refusalReasons } from '@sohoso/dossier';

/** What folding the events of a dossier can find wrong with it. */
export const dossierReasons = [
  ...anomalyCodes,
  'closed-before-received',
  'no-due',
  'due-before-received',
  'due-implausible',
  'ahead-of-recording',
  'open-in-two-units',
] as const;
export type DossierReason = (typeof dossierReasons)[number];

/** Why something stands in the data-quality report, in the order in which it is printed. */
export const qualityReasons = [...dossierReasons, 'silent', ...refusalReasons] as const;
export type QualityReason = (typeof qualityReasons)[number];

interface Sentence {
  readonly en: string;
  readonly vi: string;
}

export interface Explanation {
  readonly explanation: Sentence;
  readonly remedy: Sentence;
}

/** A due that lies more years after the event that gave it is taken for a slip of the pen. */
export const PLAUSIBLE_DUE_YEARS = 5;

const VOID_AND_RESEND: Sentence = {
  en: 'Void the event and send it again, put right, under a new id.',
  vi: 'Hủy sự kiện sai và gửi lại nội dung đúng dưới mã mới.',
};
const MEND_AND_REPLAY: Sentence = {
  en: 'Look at the text with: sohoso dead-letters list; let the sender mend it and send it again.',
  vi: 'Xem nội dung bằng lệnh: sohoso dead-letters list; đề nghị bên gửi sửa và gửi lại.',
};

function refused(en: string, vi: string, remedy: Sentence = MEND_AND_REPLAY): Explanation {
  return { explanation: { en: `Refused: ${en}`, vi: `Bị từ chối: ${vi}` }, remedy };
}

const refusals: Readonly<Record<RefusalReason, Explanation>> = {
  'too-large': refused(
    'the record is larger than an event may be.',
    'bản ghi lớn hơn dung lượng cho phép của một sự kiện.',
  ),
  'not-json': refused('the record is not JSON.', 'bản ghi không phải là JSON.'),
  'schema-invalid': refused('the event does not follow the schema.', 'sự kiện không đúng cấu trúc quy định.'),
  'too-old': refused('the event lies before the year 2000.', 'sự kiện xảy ra trước năm 2000.'),
  'in-the-future': refused(
    'the time of the event was more than 24 hours ahead of the clock.',
    'thời điểm của sự kiện đi trước đồng hồ hơn 24 giờ.',
  ),
  'unknown-unit': refused(
    'the event names a unit that is not in the registry.',
    'sự kiện nêu đơn vị không có trong danh mục.',
    {
      en: 'Add the unit to the registry, or let the sender correct the code; then: sohoso dead-letters replay --reason unknown-unit.',
      vi: 'Bổ sung đơn vị vào danh mục hoặc đề nghị bên gửi sửa mã; sau đó: sohoso dead-letters replay --reason unknown-unit.',
    },
  ),
  'id-conflict': refused(
    'another event came under a name that is taken.',
    'mã sự kiện đã được dùng cho một nội dung khác.',
    {
      en: 'A correction is a voided event and a new event under a new id.',
      vi: 'Muốn đính chính, gửi sự kiện hủy và một sự kiện mới dưới mã mới.',
    },
  ),
  'dossier-too-long': refused(
    'the dossier has as many events as it may have.',
    'hồ sơ đã có số sự kiện tối đa cho phép.',
  ),
  'source-not-allowed': refused(
    'the key may not send for this source.',
    'khóa không được phép gửi cho nguồn này.',
  ),
  'unit-not-allowed': refused(
    'the key may not send for this unit.',
    'khóa không được phép gửi cho đơn vị này.',
  ),
};

/** What each reason means, and what to do about it, in one sentence each. */
export const explanations: Readonly<Record<QualityReason, Explanation>> = {
  'already-open': {
    explanation: {
      en: 'The dossier reached a unit at which it was open already; the event changed nothing.',
      vi: 'Hồ sơ đến đơn vị khi tại đó hồ sơ vẫn đang giải quyết; sự kiện không làm thay đổi số liệu.',
    },
    remedy: {
      en: 'Void the event if it was sent twice under two ids; else send the resolved event that is missing before it.',
      vi: 'Hủy sự kiện nếu bị gửi hai lần dưới hai mã; nếu không, gửi bổ sung sự kiện trả kết quả còn thiếu trước đó.',
    },
  },
  'no-open-leg': {
    explanation: {
      en: 'An event speaks of a unit at which the dossier is not open; it changed nothing.',
      vi: 'Sự kiện nêu đơn vị mà tại đó hồ sơ không ở trạng thái đang giải quyết; sự kiện không làm thay đổi số liệu.',
    },
    remedy: {
      en: 'Send the received or forwarded event that is missing; the entry then disappears by itself.',
      vi: 'Gửi bổ sung sự kiện tiếp nhận hoặc liên thông còn thiếu; mục này sẽ tự mất.',
    },
  },
  'deadline-mismatch': {
    explanation: {
      en: 'A deadline-passed event came on another day than the one after the due.',
      vi: 'Sự kiện báo quá hạn không rơi vào ngày liền sau hạn trả.',
    },
    remedy: {
      en: 'Compare the due with the sending system; send the due-changed event that is missing, or void the alert.',
      vi: 'Đối chiếu hạn trả với hệ thống gửi; gửi bổ sung sự kiện hẹn lại còn thiếu hoặc hủy cảnh báo.',
    },
  },
  'void-of-void': {
    explanation: {
      en: 'A voided event names another voided event, which has no effect.',
      vi: 'Sự kiện hủy nhằm vào một sự kiện hủy khác nên không có hiệu lực.',
    },
    remedy: {
      en: 'What was voided by mistake is sent again under a new id.',
      vi: 'Nội dung bị hủy nhầm phải được gửi lại dưới mã mới.',
    },
  },
  'closed-before-received': {
    explanation: {
      en: 'The dossier was resolved or withdrawn at a unit before it had come there.',
      vi: 'Hồ sơ được trả kết quả hoặc rút tại đơn vị trước khi được tiếp nhận tại đó.',
    },
    remedy: VOID_AND_RESEND,
  },
  'no-due': {
    explanation: {
      en: 'A dossier came to a unit in the period without a due and got none since; it can never be closed late.',
      vi: 'Hồ sơ đến đơn vị trong kỳ không có hạn trả và đến nay vẫn chưa có; hồ sơ sẽ không bao giờ bị tính trễ hạn khi kết thúc.',
    },
    remedy: {
      en: 'Send a due-changed event with the appointment date.',
      vi: 'Gửi sự kiện hẹn trả (due-changed) với ngày hẹn.',
    },
  },
  'due-before-received': {
    explanation: {
      en: 'A due lies before the day on which the dossier came to the unit.',
      vi: 'Hạn trả sớm hơn ngày hồ sơ đến đơn vị.',
    },
    remedy: VOID_AND_RESEND,
  },
  'due-implausible': {
    explanation: {
      en: `A due lies more than ${PLAUSIBLE_DUE_YEARS} years after the event that gave it.`,
      vi: `Hạn trả muộn hơn ${PLAUSIBLE_DUE_YEARS} năm so với sự kiện ấn định hạn.`,
    },
    remedy: VOID_AND_RESEND,
  },
  'ahead-of-recording': {
    explanation: {
      en: 'An event says that it happened later than the log recorded it.',
      vi: 'Thời điểm của sự kiện muộn hơn thời điểm được ghi nhận.',
    },
    remedy: {
      en: 'Set the clock and the time zone of the sending system right.',
      vi: 'Chỉnh lại đồng hồ và múi giờ của hệ thống gửi.',
    },
  },
  'open-in-two-units': {
    explanation: {
      en: 'At the end of the period the dossier is open at several units, and this one received it anew instead of by forwarding.',
      vi: 'Cuối kỳ, hồ sơ đang mở tại nhiều đơn vị và đơn vị này tiếp nhận mới thay vì nhận liên thông.',
    },
    remedy: {
      en: 'Send a forwarded event in place of the received one, or the resolved event of the unit that no longer has it.',
      vi: 'Thay sự kiện tiếp nhận bằng sự kiện liên thông, hoặc gửi sự kiện trả kết quả của đơn vị không còn giữ hồ sơ.',
    },
  },
  silent: {
    explanation: {
      en: 'The unit told nothing on the last working days of the period.',
      vi: 'Đơn vị không gửi sự kiện nào trong những ngày làm việc cuối của kỳ.',
    },
    remedy: {
      en: 'Ask whether the system of the unit is still connected.',
      vi: 'Kiểm tra hệ thống của đơn vị còn kết nối hay không.',
    },
  },
  ...refusals,
};
