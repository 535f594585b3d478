import type { Aspect } from "./rows.ts";

/** `{name}` is a colleague of the team: what one agent did often concerns another. */
export interface IncidentText {
  aspect: Aspect;
  en: string;
  zh: string;
}

export const COMMENDABLE: readonly IncidentText[] = [
  {
    aspect: "communication",
    en: "Called a customer back on the way home, as promised, and explained the delay of the spare part in plain words.",
    zh: "按约定在下班途中给客户回电，用通俗的语言说明了配件延迟的原因。",
  },
  {
    aspect: "problem_solving",
    en: "Found that three tickets had the same cause, a faulty batch of drain pumps, and had it put into the solution library.",
    zh: "发现三张工单同属一批排水泵故障，并推动将解决方案写入知识库。",
  },
  {
    aspect: "attitude",
    en: "Stayed calm with a shouting customer, let him finish, and solved the matter in the same call; he thanked in writing.",
    zh: "面对情绪激动的客户保持冷静，耐心听完并在同一通电话中解决，客户来信致谢。",
  },
  {
    aspect: "knowledge",
    en: "Trained {name} on the new smart lock in two lunch breaks; no ticket about it was passed on since.",
    zh: "利用两次午休为{name}讲解新款智能锁，此后相关工单无一转派。",
  },
  {
    aspect: "compliance",
    en: "Refused to read out an order to a caller who could not be identified, and offered the official way instead.",
    zh: "来电者无法核实身份，未透露订单信息，并引导其通过正规渠道办理。",
  },
  {
    aspect: "problem_solving",
    en: "Took over an escalated case from {name} at the end of the shift and closed it the same evening.",
    zh: "下班前从{name}处接手升级投诉，当晚即办结。",
  },
];

export const CRITICAL: readonly IncidentText[] = [
  {
    aspect: "attitude",
    en: "Told a customer “that is not my department” twice and ended the chat; the customer complained.",
    zh: "两次答复客户“这不归我管”并结束会话，客户随后投诉。",
  },
  {
    aspect: "problem_solving",
    en: "Promised a refund that accounting had not released; the customer had to be called back twice. {name} settled it.",
    zh: "在财务尚未放行的情况下承诺退款，之后两次回电致歉，最终由{name}处理完毕。",
  },
  {
    aspect: "communication",
    en: "Left a promised call-back undone over the weekend; nobody had taken it over.",
    zh: "承诺的回电周末未执行，也未交接给他人。",
  },
  {
    aspect: "compliance",
    en: "Wrote a customer's address into an open chat group while asking {name} for help.",
    zh: "向{name}求助时，将客户地址发在了公共群里。",
  },
  {
    aspect: "knowledge",
    en: "Gave the old warranty terms; the customer paid for a repair that was free. The amount was returned.",
    zh: "按旧保修条款答复，客户为免费维修付了费，费用已退还。",
  },
];
