import { domainToASCII } from "node:url";

/** Whether an address may be written to; without a list every one may. `*.example.com` means the domains below it. */
export function isAllowed(address: string, domains: readonly string[] | undefined): boolean {
  if (domains === undefined) return true;
  const domain = ascii(address.slice(address.lastIndexOf("@") + 1));
  return domains.some((one) =>
    one.startsWith("*.") ? domain.endsWith(`.${ascii(one.slice(2))}`) : domain === ascii(one),
  );
}

/** One writing for `Example.COM`, `münchen.example` and `xn--mnchen-3ya.example`. */
const ascii = (domain: string): string => domainToASCII(domain) || domain.toLowerCase();
