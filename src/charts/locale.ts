/** Definitions of d3-format and d3-time-format. */
export interface VegaLocale {
  number: object;
  time: object;
}

/**
 * Number and date formats of Vega in a language, taken from Intl, so that a third language needs no table here.
 * They are used by a report's own charts only: the product's charts print texts that were formatted before.
 */
export function vegaLocale(locale: string): VegaLocale {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(-1234567.5);
  const part = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
    parts.find((item) => item.type === type)?.value ?? otherwise;
  const months = (month: "long" | "short") =>
    Array.from({ length: 12 }, (_, i) => utc(locale, { month }).format(new Date(Date.UTC(2024, i, 15))));
  // 7 January 2024 was a Sunday.
  const days = (weekday: "long" | "short") =>
    Array.from({ length: 7 }, (_, i) => utc(locale, { weekday }).format(new Date(Date.UTC(2024, 0, 7 + i))));
  const dayPeriod = (hour: number, otherwise: string) =>
    utc(locale, { hour: "numeric", hour12: true })
      .formatToParts(new Date(Date.UTC(2024, 0, 1, hour)))
      .find((item) => item.type === "dayPeriod")?.value ?? otherwise;
  return {
    number: {
      decimal: part("decimal", "."),
      thousands: part("group", ","),
      grouping: [3],
      currency: ["", ""],
      minus: "−",
    },
    time: {
      dateTime: "%Y-%m-%d %H:%M",
      date: "%Y-%m-%d",
      time: "%H:%M",
      periods: [dayPeriod(6, "AM"), dayPeriod(18, "PM")],
      days: days("long"),
      shortDays: days("short"),
      months: months("long"),
      shortMonths: months("short"),
    },
  };
}

function utc(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
}
