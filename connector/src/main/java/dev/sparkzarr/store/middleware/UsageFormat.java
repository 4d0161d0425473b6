package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import java.util.Locale;

/** How a call is written into a usage log: always as one line. */
public enum UsageFormat {
  /**
   * For people:
   *
   * <pre>2024-03-01T12:00:00.123Z GET s3a://bucket/era5.zarr/t2m/c/0/0 found, 1234 B in 12.3 ms
   * </pre>
   */
  LINE("log") {
    @Override
    String format(UsageRecord call) {
      StringBuilder text = new StringBuilder(160);
      text.append(call.end()).append(' ').append(call.verb()).append(' ');
      appendEscaped(text, call.place());
      for (ByteRange range : call.ranges()) {
        text.append(' ').append(rangeText(range));
      }
      text.append(' ').append(lower(call.outcome()));
      if (call.received() > 0) {
        text.append(", ").append(call.received()).append(" B");
      }
      if (call.sent() > 0) {
        text.append(", ").append(call.sent()).append(" B sent");
      }
      text.append(" in ").append(millis(call, "%.1f")).append(" ms");
      call.error().ifPresent(error -> appendEscaped(text.append(": "), error));
      return text.toString();
    }
  },

  /**
   * For programs: a JSON object with {@code time} (ISO 8601, when the call ended), {@code verb},
   * {@code place}, {@code ranges} (each {@code [offset, length]}, or {@code [-length]} for the last
   * bytes), {@code sent} and {@code received} (bytes), {@code outcome}, {@code millis}, {@code
   * thread} and, after a failure, {@code error}.
   */
  JSON("jsonl") {
    @Override
    String format(UsageRecord call) {
      StringBuilder text = new StringBuilder(240);
      text.append("{\"time\":\"").append(call.end()).append("\",\"verb\":\"").append(call.verb());
      text.append("\",\"place\":\"");
      appendEscaped(text, call.place());
      text.append("\",\"ranges\":[");
      String comma = "";
      for (ByteRange range : call.ranges()) {
        text.append(comma).append(rangeJson(range));
        comma = ",";
      }
      text.append("],\"sent\":").append(call.sent());
      text.append(",\"received\":").append(call.received());
      text.append(",\"outcome\":\"").append(lower(call.outcome()));
      text.append("\",\"millis\":").append(millis(call, "%.3f"));
      text.append(",\"thread\":\"");
      appendEscaped(text, call.thread());
      text.append('"');
      call.error()
          .ifPresent(
              error -> {
                text.append(",\"error\":\"");
                appendEscaped(text, error);
                text.append('"');
              });
      return text.append('}').toString();
    }
  };

  private final String extension;

  UsageFormat(String extension) {
    this.extension = extension;
  }

  /**
   * @return of files in this format, without a dot
   */
  String extension() {
    return extension;
  }

  /**
   * @return one line, without its end
   */
  abstract String format(UsageRecord call);

  private static String lower(UsageRecord.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String millis(UsageRecord call, String form) {
    return String.format(Locale.ROOT, form, call.nanos() / 1e6);
  }

  private static String rangeText(ByteRange range) {
    return range instanceof ByteRange.Slice slice
        ? slice.offset() + "+" + slice.length()
        : "-" + ((ByteRange.Suffix) range).length();
  }

  private static String rangeJson(ByteRange range) {
    return range instanceof ByteRange.Slice slice
        ? "[" + slice.offset() + "," + slice.length() + "]"
        : "[-" + ((ByteRange.Suffix) range).length() + "]";
  }

  /** As in JSON (RFC 8259 section 7), and so that a line stays one. */
  private static void appendEscaped(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
  }
}
